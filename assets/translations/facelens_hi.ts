<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi" sourcelanguage="en">
 <context>
  <name>Actions</name>
  <message>
   <source>&amp;Open file…</source>
   <translation>फ़ाइल खोलें(&amp;O)…</translation>
  </message>
  <message>
   <source>Open a video or images</source>
   <translation>वीडियो या चित्र खोलें</translation>
  </message>
  <message>
   <source>Look through the images of a folder</source>
   <translation>फ़ोल्डर के चित्र देखें</translation>
  </message>
  <message>
   <source>Open &amp;address…</source>
   <translation>पता खोलें(&amp;A)…</translation>
  </message>
  <message>
   <source>Open a stream or a video on a server</source>
   <translation>स्ट्रीम या सर्वर का वीडियो खोलें</translation>
  </message>
  <message>
   <source>Play the &amp;demo</source>
   <translation>डेमो चलाएँ(&amp;D)</translation>
  </message>
  <message>
   <source>Play the built-in clip</source>
   <translation>साथ आया क्लिप चलाएँ</translation>
  </message>
  <message>
   <source>Open se&amp;veral…</source>
   <translation>कई खोलें(&amp;V)…</translation>
  </message>
  <message>
   <source>Watch files, cameras and addresses side by side</source>
   <translation>फ़ाइलें, कैमरे और पते साथ-साथ देखें</translation>
  </message>
  <message>
   <source>Open s&amp;ite…</source>
   <translation>स्थल खोलें(&amp;I)…</translation>
  </message>
  <message>
   <source>Watch what a site file names</source>
   <translation>स्थल फ़ाइल में बताए स्रोत देखें</translation>
  </message>
  <message>
   <source>&amp;Close</source>
   <translation>बंद करें(&amp;C)</translation>
  </message>
  <message>
   <source>Close what is playing</source>
   <translation>जो चल रहा है उसे बंद करें</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>बाहर निकलें(&amp;Q)</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>विंडो बंद करें</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>चलाएँ(&amp;P)</translation>
  </message>
  <message>
   <source>Play or pause</source>
   <translation>चलाएँ या रोकें</translation>
  </message>
  <message>
   <source>Frame &amp;back</source>
   <translation>पिछला फ़्रेम(&amp;B)</translation>
  </message>
  <message>
   <source>Show the frame before</source>
   <translation>पिछला फ़्रेम दिखाएँ</translation>
  </message>
  <message>
   <source>Frame &amp;forward</source>
   <translation>अगला फ़्रेम(&amp;F)</translation>
  </message>
  <message>
   <source>Show the next frame</source>
   <translation>अगला फ़्रेम दिखाएँ</translation>
  </message>
  <message>
   <source>5 seconds back</source>
   <translation>5 सेकंड पीछे</translation>
  </message>
  <message>
   <source>Go back 5 seconds; with images, to the one before</source>
   <translation>5 सेकंड पीछे; चित्रों में पिछले पर</translation>
  </message>
  <message>
   <source>5 seconds on</source>
   <translation>5 सेकंड आगे</translation>
  </message>
  <message>
   <source>Go on 5 seconds; with images, to the next one</source>
   <translation>5 सेकंड आगे; चित्रों में अगले पर</translation>
  </message>
  <message>
   <source>To the &amp;start</source>
   <translation>शुरू में(&amp;S)</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>पहले फ़्रेम पर जाएँ</translation>
  </message>
  <message>
   <source>To the &amp;end</source>
   <translation>अंत में(&amp;E)</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>अंतिम फ़्रेम पर जाएँ</translation>
  </message>
  <message>
   <source>&amp;Jump to…</source>
   <translation>यहाँ जाएँ(&amp;J)…</translation>
  </message>
  <message>
   <source>Go to a time, a frame or a share of the whole</source>
   <translation>किसी समय, फ़्रेम या पूरे के अंश पर जाएँ</translation>
  </message>
  <message>
   <source>1 second back</source>
   <translation>1 सेकंड पीछे</translation>
  </message>
  <message>
   <source>Go back 1 second</source>
   <translation>1 सेकंड पीछे जाएँ</translation>
  </message>
  <message>
   <source>S&amp;top</source>
   <translation>रोकें(&amp;T)</translation>
  </message>
  <message>
   <source>Stop; the next start is at normal speed</source>
   <translation>रोकें; फिर सामान्य गति से चलेगा</translation>
  </message>
  <message>
   <source>Play, then faster</source>
   <translation>चलाएँ, फिर तेज़</translation>
  </message>
  <message>
   <source>Play; again for twice and four times the speed</source>
   <translation>चलाएँ; फिर दबाने पर दुगुनी और चौगुनी गति</translation>
  </message>
  <message>
   <source>&amp;Slower</source>
   <translation>धीमा(&amp;S)</translation>
  </message>
  <message>
   <source>Play slower</source>
   <translation>धीमा चलाएँ</translation>
  </message>
  <message>
   <source>F&amp;aster</source>
   <translation>तेज़(&amp;A)</translation>
  </message>
  <message>
   <source>Play faster</source>
   <translation>तेज़ चलाएँ</translation>
  </message>
  <message>
   <source>Open what was c&amp;opied</source>
   <translation>कॉपी किया हुआ खोलें(&amp;O)</translation>
  </message>
  <message>
   <source>Open the files or the address on the clipboard</source>
   <translation>क्लिपबोर्ड की फ़ाइलें या पता खोलें</translation>
  </message>
  <message>
   <source>&amp;Snapshot…</source>
   <translation>स्नैपशॉट(&amp;S)…</translation>
  </message>
  <message>
   <source>Save the image as it is shown</source>
   <translation>चित्र जैसा दिखता है वैसा सहेजें</translation>
  </message>
  <message>
   <source>Co&amp;py image</source>
   <translation>चित्र कॉपी करें(&amp;P)</translation>
  </message>
  <message>
   <source>Copy the image as it is shown</source>
   <translation>चित्र जैसा दिखता है वैसा कॉपी करें</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>रिकॉर्ड करें(&amp;R)</translation>
  </message>
  <message>
   <source>Record the annotated video, at once</source>
   <translation>लेबल वाला वीडियो तुरंत रिकॉर्ड करें</translation>
  </message>
  <message>
   <source>&amp;Export table…</source>
   <translation>तालिका निर्यात करें(&amp;E)…</translation>
  </message>
  <message>
   <source>Save one row for each face of each frame</source>
   <translation>हर फ़्रेम के हर चेहरे की एक पंक्ति सहेजें</translation>
  </message>
  <message>
   <source>Export peo&amp;ple…</source>
   <translation>लोग निर्यात करें(&amp;P)…</translation>
  </message>
  <message>
   <source>Save who is listed: contact sheet, table, subtitles</source>
   <translation>सूची के लोग सहेजें: संपर्क पत्रक, तालिका, उपशीर्षक</translation>
  </message>
  <message>
   <source>Export &amp;charts…</source>
   <translation>चार्ट निर्यात करें(&amp;C)…</translation>
  </message>
  <message>
   <source>Save the charts as an image</source>
   <translation>चार्ट को चित्र के रूप में सहेजें</translation>
  </message>
  <message>
   <source>&amp;Analyse whole files…</source>
   <translation>पूरी फ़ाइलों का विश्लेषण(&amp;A)…</translation>
  </message>
  <message>
   <source>Analyse files at full speed, in the background</source>
   <translation>पृष्ठभूमि में पूरी गति से फ़ाइलों का विश्लेषण करें</translation>
  </message>
  <message>
   <source>&amp;Whole files</source>
   <translation>पूरी फ़ाइलें(&amp;W)</translation>
  </message>
  <message>
   <source>Show the files that are analysed, wait for it, or are done</source>
   <translation>जिन फ़ाइलों का विश्लेषण हो रहा है, बाकी है या हो चुका है, उन्हें दिखाएँ</translation>
  </message>
  <message>
   <source>Clear the &amp;session</source>
   <translation>सत्र साफ़ करें(&amp;S)</translation>
  </message>
  <message>
   <source>Begin counting and charts anew</source>
   <translation>गिनती और चार्ट नए सिरे से शुरू करें</translation>
  </message>
  <message>
   <source>&amp;Full screen</source>
   <translation>पूरी स्क्रीन(&amp;F)</translation>
  </message>
  <message>
   <source>Fill the screen with the image; Esc leaves</source>
   <translation>चित्र से स्क्रीन भरें; Esc से बाहर</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>बड़ा करें(&amp;I)</translation>
  </message>
  <message>
   <source>Enlarge the image (also the mouse wheel)</source>
   <translation>चित्र बड़ा करें (माउस के पहिए से भी)</translation>
  </message>
  <message>
   <source>Zoom o&amp;ut</source>
   <translation>छोटा करें(&amp;U)</translation>
  </message>
  <message>
   <source>Make the image smaller</source>
   <translation>चित्र छोटा करें</translation>
  </message>
  <message>
   <source>Whole i&amp;mage</source>
   <translation>पूरा चित्र(&amp;M)</translation>
  </message>
  <message>
   <source>Show the whole image</source>
   <translation>पूरा चित्र दिखाएँ</translation>
  </message>
  <message>
   <source>P&amp;eople</source>
   <translation>लोग(&amp;E)</translation>
  </message>
  <message>
   <source>Show the people in view</source>
   <translation>दिख रहे लोगों को दिखाएँ</translation>
  </message>
  <message>
   <source>&amp;Charts</source>
   <translation>चार्ट(&amp;C)</translation>
  </message>
  <message>
   <source>Show the session's charts</source>
   <translation>सत्र के चार्ट दिखाएँ</translation>
  </message>
  <message>
   <source>E&amp;verybody</source>
   <translation>सभी लोग(&amp;V)</translation>
  </message>
  <message>
   <source>Show everybody in the film</source>
   <translation>फ़िल्म के सभी लोगों को दिखाएँ</translation>
  </message>
  <message>
   <source>Save ana&amp;lysis…</source>
   <translation>विश्लेषण सहेजें(&amp;L)…</translation>
  </message>
  <message>
   <source>Save what is known of the file, with your corrections</source>
   <translation>फ़ाइल के बारे में जो ज्ञात है, आपके सुधारों के साथ सहेजें</translation>
  </message>
  <message>
   <source>Open analysi&amp;s…</source>
   <translation>विश्लेषण खोलें(&amp;S)…</translation>
  </message>
  <message>
   <source>Open a saved analysis with its video</source>
   <translation>सहेजा हुआ विश्लेषण उसके वीडियो के साथ खोलें</translation>
  </message>
  <message>
   <source>&amp;Undo correction</source>
   <translation>सुधार वापस लें(&amp;U)</translation>
  </message>
  <message>
   <source>Take back the last correction</source>
   <translation>पिछला सुधार वापस लें</translation>
  </message>
  <message>
   <source>&amp;Redo correction</source>
   <translation>सुधार फिर करें(&amp;R)</translation>
  </message>
  <message>
   <source>Make the correction again</source>
   <translation>सुधार फिर से करें</translation>
  </message>
  <message>
   <source>Part &amp;begins here</source>
   <translation>भाग यहाँ से शुरू(&amp;B)</translation>
  </message>
  <message>
   <source>Let the chosen part of the file begin here</source>
   <translation>फ़ाइल का चुना भाग यहाँ से शुरू हो</translation>
  </message>
  <message>
   <source>Part &amp;ends here</source>
   <translation>भाग यहाँ समाप्त(&amp;E)</translation>
  </message>
  <message>
   <source>Let the chosen part of the file end here</source>
   <translation>फ़ाइल का चुना भाग यहाँ समाप्त हो</translation>
  </message>
  <message>
   <source>All of the &amp;file</source>
   <translation>पूरी फ़ाइल(&amp;F)</translation>
  </message>
  <message>
   <source>Choose no part of the file any more</source>
   <translation>अब फ़ाइल का कोई भाग न चुनें</translation>
  </message>
  <message>
   <source>&amp;Settings…</source>
   <translation>सेटिंग(&amp;S)…</translation>
  </message>
  <message>
   <source>Engine, detector, smoothing, theme</source>
   <translation>इंजन, डिटेक्टर, समतलन, थीम</translation>
  </message>
  <message>
   <source>&amp;Keys</source>
   <translation>कुंजियाँ(&amp;K)</translation>
  </message>
  <message>
   <source>Show what the keys do</source>
   <translation>दिखाएँ कि कुंजियाँ क्या करती हैं</translation>
  </message>
  <message>
   <source>&amp;About FaceLens</source>
   <translation>FaceLens के बारे में(&amp;A)</translation>
  </message>
  <message>
   <source>What the estimates are worth, and what happens to your images</source>
   <translation>अनुमान कितने सही हैं और आपके चित्रों का क्या होता है</translation>
  </message>
  <message>
   <source>&amp;Add files…</source>
   <translation>फ़ाइलें जोड़ें(&amp;A)…</translation>
  </message>
  <message>
   <source>Watch further files beside these</source>
   <translation>इनके साथ और फ़ाइलें देखें</translation>
  </message>
  <message>
   <source>Add a&amp;ddress…</source>
   <translation>पता जोड़ें(&amp;D)…</translation>
  </message>
  <message>
   <source>Watch a stream or a camera beside these</source>
   <translation>इनके साथ कोई स्ट्रीम या कैमरा देखें</translation>
  </message>
  <message>
   <source>&amp;Remove source</source>
   <translation>स्रोत हटाएँ(&amp;R)</translation>
  </message>
  <message>
   <source>Stop watching the source that is marked</source>
   <translation>चुने हुए स्रोत को देखना बंद करें</translation>
  </message>
  <message>
   <source>&amp;Begin again</source>
   <translation>फिर से शुरू(&amp;B)</translation>
  </message>
  <message>
   <source>Open the source that is marked again; a file from its start</source>
   <translation>चुना हुआ स्रोत फिर खोलें; फ़ाइल आरंभ से</translation>
  </message>
  <message>
   <source>&amp;Save site</source>
   <translation>स्थल सहेजें(&amp;S)</translation>
  </message>
  <message>
   <source>Write sources, lines and zones into the site file</source>
   <translation>स्रोत, रेखाएँ और क्षेत्र स्थल फ़ाइल में लिखें</translation>
  </message>
  <message>
   <source>Save site &amp;as…</source>
   <translation>स्थल इस रूप में सहेजें(&amp;A)…</translation>
  </message>
  <message>
   <source>Write them into another site file</source>
   <translation>उन्हें दूसरी स्थल फ़ाइल में लिखें</translation>
  </message>
  <message>
   <source>Stop watching and close this window</source>
   <translation>देखना बंद करें और यह विंडो बंद करें</translation>
  </message>
  <message>
   <source>&amp;Line</source>
   <translation>रेखा(&amp;L)</translation>
  </message>
  <message>
   <source>Draw a line that people cross: click twice, or drag</source>
   <translation>लोगों के पार करने की रेखा बनाएँ: दो क्लिक, या खींचें</translation>
  </message>
  <message>
   <source>&amp;Zone</source>
   <translation>क्षेत्र(&amp;Z)</translation>
  </message>
  <message>
   <source>Draw an area that people are in: click its corners</source>
   <translation>लोगों के होने का क्षेत्र बनाएँ: उसके कोनों पर क्लिक करें</translation>
  </message>
  <message>
   <source>&amp;Mask</source>
   <translation>मास्क(&amp;M)</translation>
  </message>
  <message>
   <source>Black an area out: click its corners</source>
   <translation>कोई हिस्सा काला करें: उसके कोनों पर क्लिक करें</translation>
  </message>
  <message>
   <source>&amp;Rename</source>
   <translation>नाम बदलें(&amp;R)</translation>
  </message>
  <message>
   <source>Give the line or zone another name</source>
   <translation>रेखा या क्षेत्र को दूसरा नाम दें</translation>
  </message>
  <message>
   <source>&amp;Turn round</source>
   <translation>दिशा पलटें(&amp;T)</translation>
  </message>
  <message>
   <source>Let the line count the other way as in</source>
   <translation>रेखा की दूसरी दिशा को अंदर गिनें</translation>
  </message>
  <message>
   <source>&amp;Delete</source>
   <translation>मिटाएँ(&amp;D)</translation>
  </message>
  <message>
   <source>Delete the line, zone or mask that is marked</source>
   <translation>चुनी हुई रेखा, क्षेत्र या मास्क मिटाएँ</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>वापस लें(&amp;U)</translation>
  </message>
  <message>
   <source>Take back the last change to the site</source>
   <translation>स्थल का पिछला बदलाव वापस लें</translation>
  </message>
  <message>
   <source>R&amp;edo</source>
   <translation>फिर करें(&amp;E)</translation>
  </message>
  <message>
   <source>Make the change to the site again</source>
   <translation>स्थल का बदलाव फिर करें</translation>
  </message>
  <message>
   <source>All a&amp;like</source>
   <translation>सब समान(&amp;L)</translation>
  </message>
  <message>
   <source>Show all sources in the same size; 1 to 9 make one large, Esc goes back</source>
   <translation>सब स्रोत समान आकार में दिखाएँ; 1 से 9 एक को बड़ा करते हैं, Esc लौटाता है</translation>
  </message>
  <message>
   <source>Side &amp;list</source>
   <translation>साइड सूची(&amp;L)</translation>
  </message>
  <message>
   <source>Show lines and zones with their counts beside the images</source>
   <translation>चित्रों के पास रेखाएँ और क्षेत्र गिनती सहित दिखाएँ</translation>
  </message>
  <message>
   <source>F&amp;ull screen</source>
   <translation>पूरी स्क्रीन(&amp;U)</translation>
  </message>
  <message>
   <source>Fill the screen with the images; Esc leaves</source>
   <translation>स्क्रीन को चित्रों से भरें; Esc से बाहर</translation>
  </message>
  <message>
   <source>&amp;Loop</source>
   <translation>लूप(&amp;L)</translation>
  </message>
  <message>
   <source>Begin anew at the end</source>
   <translation>अंत में फिर से शुरू करें</translation>
  </message>
  <message>
   <source>&amp;Analyse in the background</source>
   <translation>पृष्ठभूमि में विश्लेषण(&amp;A)</translation>
  </message>
  <message>
   <source>Analyse all of a file while it is watched</source>
   <translation>देखते समय पूरी फ़ाइल का विश्लेषण करें</translation>
  </message>
  <message>
   <source>&amp;Mute</source>
   <translation>मौन(&amp;M)</translation>
  </message>
  <message>
   <source>Switch the sound off; at other speeds than 1× there is none</source>
   <translation>ध्वनि बंद करें; 1× के सिवा किसी गति पर ध्वनि नहीं होती</translation>
  </message>
  <message>
   <source>&amp;Overlay</source>
   <translation>ओवरले(&amp;O)</translation>
  </message>
  <message>
   <source>Draw boxes and labels on the image</source>
   <translation>चित्र पर बॉक्स और लेबल बनाएँ</translation>
  </message>
  <message>
   <source>&amp;Age</source>
   <translation>आयु(&amp;A)</translation>
  </message>
  <message>
   <source>Show the age</source>
   <translation>आयु दिखाएँ</translation>
  </message>
  <message>
   <source>&amp;Gender</source>
   <translation>लिंग(&amp;G)</translation>
  </message>
  <message>
   <source>Show the gender</source>
   <translation>लिंग दिखाएँ</translation>
  </message>
  <message>
   <source>&amp;Ethnicity</source>
   <translation>जातीयता(&amp;E)</translation>
  </message>
  <message>
   <source>Show the ethnicity</source>
   <translation>जातीयता दिखाएँ</translation>
  </message>
  <message>
   <source>Age &amp;interval</source>
   <translation>आयु का अंतराल(&amp;I)</translation>
  </message>
  <message>
   <source>Show how far the age may be off</source>
   <translation>दिखाएँ कि आयु कितनी चूक सकती है</translation>
  </message>
  <message>
   <source>&amp;Protect faces</source>
   <translation>चेहरे सुरक्षित रखें(&amp;P)</translation>
  </message>
  <message>
   <source>Blur the faces in image, snapshot and recording</source>
   <translation>चित्र, स्नैपशॉट और रिकॉर्डिंग में चेहरे धुंधले करें</translation>
  </message>
  <message>
   <source>Side &amp;panel</source>
   <translation>साइड पैनल(&amp;P)</translation>
  </message>
  <message>
   <source>Show people and charts beside the image</source>
   <translation>चित्र के पास लोग और चार्ट दिखाएँ</translation>
  </message>
 </context>
 <context>
  <name>About</name>
  <message>
   <source>Do not use it to decide about people.</source>
   <translation>इससे लोगों के बारे में निर्णय न लें।</translation>
  </message>
  <message>
   <source>FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0.</source>
   <translation>FaceLens: Apache License 2.0. चेहरा पहचान: YuNet और MediaPipe, Apache License 2.0.</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>समूह</translation>
  </message>
  <message>
   <source>Faces</source>
   <translation>चेहरे</translation>
  </message>
  <message>
   <source>Age, years off</source>
   <translation>आयु, वर्षों की चूक</translation>
  </message>
  <message>
   <source>Gender wrong</source>
   <translation>लिंग ग़लत</translation>
  </message>
  <message>
   <source>Ethnicity wrong</source>
   <translation>जातीयता ग़लत</translation>
  </message>
  <message>
   <source>I understand</source>
   <translation>मैं समझ गया</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>बंद करें</translation>
  </message>
  <message>
   <source>Estimates, not facts</source>
   <translation>अनुमान हैं, तथ्य नहीं</translation>
  </message>
  <message>
   <source>FaceLens says how a face looks to a model. That may be far from a person's age, and it is never a person's identity. Two genders and five ethnicities are all that the training data knows.</source>
   <translation>FaceLens बताता है कि मॉडल को कोई चेहरा कैसा लगता है। यह व्यक्ति की आयु से बहुत अलग हो सकता है, और कभी उसकी पहचान नहीं है। प्रशिक्षण डेटा केवल दो लिंग और पाँच नृजातीय समूह जानता है।</translation>
  </message>
  <message>
   <source>More wrong for some than for others</source>
   <translation>कुछ लोगों के लिए दूसरों से अधिक ग़लत</translation>
  </message>
  <message>
   <source>Nothing leaves this computer</source>
   <translation>इस कंप्यूटर से कुछ बाहर नहीं जाता</translation>
  </message>
  <message>
   <source>All images are analysed here. FaceLens opens no connection but to addresses that you enter.</source>
   <translation>सभी चित्रों का विश्लेषण यहीं होता है। FaceLens आपके दिए पतों के सिवा कोई कनेक्शन नहीं खोलता।</translation>
  </message>
  <message>
   <source>People are recognised while you watch</source>
   <translation>देखते समय लोग पहचाने जाते हैं</translation>
  </message>
  <message>
   <source>Whoever comes back within a video or in front of a camera keeps the number. What faces look like is kept in memory for that alone, and forgotten when another source is opened. The preferences switch it off.</source>
   <translation>जो वीडियो में या कैमरे के सामने लौटता है, उसकी संख्या वही रहती है। चेहरे कैसे दिखते हैं, यह केवल इसी के लिए मेमोरी में रहता है और दूसरा स्रोत खुलने पर भुला दिया जाता है। सेटिंग में इसे बंद कर सकते हैं।</translation>
  </message>
  <message>
   <source>Nothing is stored unless you ask</source>
   <translation>आपके कहे बिना कुछ नहीं सहेजा जाता</translation>
  </message>
  <message>
   <source>Images, videos and tables are written only when you save them. Remembered are your settings and the names of the files opened last.</source>
   <translation>चित्र, वीडियो और तालिकाएँ तभी लिखी जाती हैं जब आप उन्हें सहेजते हैं। आपकी सेटिंग और पिछली खोली फ़ाइलों के नाम याद रखे जाते हैं।</translation>
  </message>
  <message>
   <source>On average the age is off by {all} years</source>
   <translation>औसतन आयु {all} वर्ष चूकती है</translation>
  </message>
  <message>
   <source>{group} people</source>
   <translation>{group} समूह के लोग</translation>
  </message>
  <message>
   <source>Before you begin</source>
   <translation>शुरू करने से पहले</translation>
  </message>
  <message>
   <source>About FaceLens</source>
   <translation>FaceLens के बारे में</translation>
  </message>
  <message>
   <source>Copy for a bug report</source>
   <translation>त्रुटि रिपोर्ट के लिए कॉपी करें</translation>
  </message>
  <message>
   <source>Copy the versions and the engine; no images, no names of files</source>
   <translation>संस्करण और इंजन कॉपी करें; न चित्र, न फ़ाइलों के नाम</translation>
  </message>
  <message>
   <source>Errors differ between groups of people.</source>
   <translation>लोगों के समूहों में त्रुटियाँ अलग-अलग हैं।</translation>
  </message>
  <message>
   <source>: by {least} for {best}, by {most} for {worst}</source>
   <translation>: {best} के लिए {least}, {worst} के लिए {most}</translation>
  </message>
  <message>
   <source>; the gender is wrong for {n} in 100 faces</source>
   <translation>; 100 में से {n} चेहरों का लिंग ग़लत होता है</translation>
  </message>
  <message>
   <source>people aged {years}</source>
   <translation>{years} वर्ष के लोग</translation>
  </message>
  <message>
   <source>The model's card holds no metrics.</source>
   <translation>मॉडल के कार्ड में कोई माप नहीं है।</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>सभी</translation>
  </message>
  <message>
   <source>Measured on: {data}</source>
   <translation>मापा गया: {data}</translation>
  </message>
  <message>
   <source>How wrong the model is</source>
   <translation>मॉडल कितना ग़लत है</translation>
  </message>
  <message>
   <source>This installation</source>
   <translation>यह इंस्टॉलेशन</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>लाइसेंस</translation>
  </message>
  <message>
   <source>Version {n}</source>
   <translation>संस्करण {n}</translation>
  </message>
 </context>
 <context>
  <name>AnalyseDialog</name>
  <message>
   <source>There are results already of {names}.</source>
   <translation>{names} के परिणाम पहले से हैं।</translation>
  </message>
  <message>
   <source>Analyse whole files</source>
   <translation>पूरी फ़ाइलों का विश्लेषण</translation>
  </message>
  <message>
   <source>Files to analyse</source>
   <translation>विश्लेषण की फ़ाइलें</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>फ़ाइलें जोड़ें…</translation>
  </message>
  <message>
   <source>Add folder…</source>
   <translation>फ़ोल्डर जोड़ें…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>हटाएँ</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>फ़ोल्डर</translation>
  </message>
  <message>
   <source>Beside each file</source>
   <translation>हर फ़ाइल के पास</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>चुनें…</translation>
  </message>
  <message>
   <source>Choose the folder to write into</source>
   <translation>लिखने का फ़ोल्डर चुनें</translation>
  </message>
  <message>
   <source>Keep them, and write new files beside them</source>
   <translation>उन्हें रखें और नई फ़ाइलें पास में लिखें</translation>
  </message>
  <message>
   <source>Replace them, once the new ones are complete</source>
   <translation>नई पूरी होने पर उन्हें बदल दें</translation>
  </message>
  <message>
   <source>Folder to write into</source>
   <translation>लिखने का फ़ोल्डर</translation>
  </message>
  <message>
   <source>There are results already of {names} and others.</source>
   <translation>{names} और अन्य के परिणाम पहले से हैं।</translation>
  </message>
  <message>
   <source>What should be analysed?</source>
   <translation>किसका विश्लेषण करना है?</translation>
  </message>
  <message>
   <source>What should be written?</source>
   <translation>क्या लिखना है?</translation>
  </message>
  <message>
   <source>Add to the queue</source>
   <translation>कतार में जोड़ें</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>शुरू करें</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>रद्द करें</translation>
  </message>
  <message>
   <source>Of {name} only {part}</source>
   <translation>{name} का केवल {part}</translation>
  </message>
 </context>
 <context>
  <name>Confirm</name>
  <message>
   <source>Cancel</source>
   <translation>रद्द करें</translation>
  </message>
 </context>
 <context>
  <name>CrashDialog</name>
  <message>
   <source>Something went wrong</source>
   <translation>कुछ ग़लत हो गया</translation>
  </message>
  <message>
   <source>FaceLens has met a fault of its own. The window goes on; if it behaves oddly, start it again. The details below help to find the fault; they hold no images.</source>
   <translation>FaceLens में अपनी ही एक ख़राबी आई है। विंडो चलती रहेगी; अजीब व्यवहार हो तो उसे फिर से शुरू करें। नीचे के विवरण ख़राबी ढूँढने में मदद करते हैं; उनमें कोई चित्र नहीं है।</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>विवरण</translation>
  </message>
  <message>
   <source>Copy details</source>
   <translation>विवरण कॉपी करें</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>बंद करें</translation>
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>A file is being analysed. What is done so far is kept, the rest is not analysed.</source>
   <translation>एक फ़ाइल का विश्लेषण हो रहा है। अब तक का काम रहेगा, बाकी का विश्लेषण नहीं होगा।</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>मॉडल लोड हो रहे हैं…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames</source>
   <translation>
    <numerusform>%Ln फ़्रेम</numerusform>
    <numerusform>%Ln फ़्रेम</numerusform>
   </translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>रोकें</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>जारी रखें</translation>
  </message>
  <message>
   <source>Close all the same</source>
   <translation>फिर भी बंद करें</translation>
  </message>
  <message>
   <source>Whole files</source>
   <translation>पूरी फ़ाइलें</translation>
  </message>
  <message>
   <source>Nothing is being analysed.</source>
   <translation>किसी का विश्लेषण नहीं हो रहा है।</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>फ़ाइलें जोड़ें…</translation>
  </message>
  <message>
   <source>Remove finished</source>
   <translation>पूरे हुए हटाएँ</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>बंद करें</translation>
  </message>
  <message>
   <source>Sooner</source>
   <translation>पहले</translation>
  </message>
  <message>
   <source>Later</source>
   <translation>बाद में</translation>
  </message>
  <message>
   <source>Stop…</source>
   <translation>रोकें…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>हटाएँ</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>फ़ोल्डर खोलें</translation>
  </message>
  <message>
   <source>Open in the window</source>
   <translation>विंडो में खोलें</translation>
  </message>
  <message>
   <source>Finishing the files…</source>
   <translation>फ़ाइलें पूरी की जा रही हैं…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln व्यक्ति</numerusform>
    <numerusform>%Ln लोग</numerusform>
   </translation>
  </message>
  <message>
   <source>{name} ({older} is left as it was)</source>
   <translation>{name} ({older} वैसी ही रही)</translation>
  </message>
  <message>
   <source>Stop analysing {name}? What is done so far is kept.</source>
   <translation>{name} का विश्लेषण रोकें? अब तक का काम रहेगा।</translation>
  </message>
  <message numerus="yes">
   <source>%Ln files that wait are forgotten.</source>
   <translation>
    <numerusform>प्रतीक्षा की %Ln फ़ाइल भुला दी जाएगी।</numerusform>
    <numerusform>प्रतीक्षा की %Ln फ़ाइलें भुला दी जाएँगी।</numerusform>
   </translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>प्रतीक्षा में</translation>
  </message>
  <message>
   <source>Being analysed</source>
   <translation>विश्लेषण जारी</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>पूरा</translation>
  </message>
  <message>
   <source>Stopped; what was done is kept</source>
   <translation>रोका गया; किया काम रखा गया</translation>
  </message>
  <message>
   <source>Ended early</source>
   <translation>पहले ही समाप्त</translation>
  </message>
  <message>
   <source>{n} a second</source>
   <translation>{n} प्रति सेकंड</translation>
  </message>
  <message>
   <source>{n} of {all} frames</source>
   <translation>{all} में से {n} फ़्रेम</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames in {time}</source>
   <translation>
    <numerusform>{time} में %Ln फ़्रेम</numerusform>
    <numerusform>{time} में %Ln फ़्रेम</numerusform>
   </translation>
  </message>
  <message>
   <source>Progress of {name}</source>
   <translation>{name} की प्रगति</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>{time} बाकी</translation>
  </message>
  <message>
   <source>mean age {n}</source>
   <translation>औसत आयु {n}</translation>
  </message>
 </context>
 <context>
  <name>JumpDialog</name>
  <message>
   <source>1:23, 83 (seconds), 1:02:03.5, frame 400, or 50%</source>
   <translation>1:23, 83 (सेकंड), 1:02:03.5, frame 400 या 50%</translation>
  </message>
  <message>
   <source>Jump to</source>
   <translation>यहाँ जाएँ</translation>
  </message>
  <message>
   <source>Where to</source>
   <translation>कहाँ</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>जाएँ</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>रद्द करें</translation>
  </message>
  <message>
   <source>The number of an image, or 50%</source>
   <translation>चित्र की संख्या या 50%</translation>
  </message>
  <message>
   <source>“{text}” is no place in it.</source>
   <translation>“{text}” इसमें कोई स्थान नहीं है।</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>Open a video or images</source>
   <translation>वीडियो या चित्र खोलें</translation>
  </message>
  <message>
   <source>Open address</source>
   <translation>पता खोलें</translation>
  </message>
  <message>
   <source>Address of a stream or video (rtsp://, http://, …)</source>
   <translation>स्ट्रीम या वीडियो का पता (rtsp://, http://, …)</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>खोलें</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>रद्द करें</translation>
  </message>
  <message>
   <source>Open a folder of images</source>
   <translation>चित्रों का फ़ोल्डर खोलें</translation>
  </message>
  <message>
   <source>Videos and images</source>
   <translation>वीडियो और चित्र</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>वीडियो</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>चित्र</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>सभी फ़ाइलें</translation>
  </message>
 </context>
 <context>
  <name>PreferencesDialog</name>
  <message>
   <source>How far away faces are looked for; the further, the slower</source>
   <translation>कितनी दूर तक चेहरे खोजे जाएँ; जितना दूर, उतना धीमा</translation>
  </message>
  <message>
   <source>Faces narrower than this are left out; small ones are read badly</source>
   <translation>इससे संकरे चेहरे छोड़े जाते हैं; छोटे ठीक से नहीं पढ़े जाते</translation>
  </message>
  <message>
   <source>What is a face with a lower probability is left out</source>
   <translation>जो कम संभावना से चेहरा है, उसे छोड़ा जाता है</translation>
  </message>
  <message>
   <source>Gives people numbers and averages over time; off, every frame stands for itself</source>
   <translation>लोगों को संख्या देता है और समय पर औसत लेता है; बंद हो तो हर फ़्रेम अलग</translation>
  </message>
  <message>
   <source>By their faces, within one source and in memory only; off, each appearance counts as a person</source>
   <translation>उनके चेहरों से, एक ही स्रोत में और केवल मेमोरी में; बंद हो तो हर बार दिखना एक व्यक्ति गिना जाता है</translation>
  </message>
  <message>
   <source>What image, snapshot and recording show of the faces themselves</source>
   <translation>चित्र, स्नैपशॉट और रिकॉर्डिंग में चेहरे कैसे दिखें</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>सेटिंग</translation>
  </message>
  <message>
   <source>What runs the model</source>
   <translation>मॉडल किस पर चलता है</translation>
  </message>
  <message>
   <source>What predicts age, gender and ethnicity</source>
   <translation>आयु, लिंग और जातीयता का अनुमान कौन लगाता है</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source>Colours of the window</source>
   <translation>विंडो के रंग</translation>
  </message>
  <message>
   <source>Works from the next start on</source>
   <translation>अगली शुरुआत से लागू</translation>
  </message>
  <message>
   <source>Changes work at once and are remembered.</source>
   <translation>बदलाव तुरंत लागू होते हैं और याद रखे जाते हैं।</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation>आरंभिक सेटिंग पर लौटाएँ</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>बंद करें</translation>
  </message>
  <message>
   <source>All settings and the window's size as at the first start</source>
   <translation>सभी सेटिंग और विंडो का आकार पहली शुरुआत जैसा</translation>
  </message>
  <message>
   <source>Analysis</source>
   <translation>विश्लेषण</translation>
  </message>
  <message>
   <source>Automatic: large on a graphics card</source>
   <translation>स्वचालित: ग्राफ़िक्स कार्ड पर बड़ा</translation>
  </message>
  <message>
   <source>Small: fast</source>
   <translation>छोटा: तेज़</translation>
  </message>
  <message>
   <source>Large: right more often, four times the cost</source>
   <translation>बड़ा: अधिक बार सही, चार गुना लागत</translation>
  </message>
  <message>
   <source>Automatic: fits the scene</source>
   <translation>स्वचालित: दृश्य के अनुसार</translation>
  </message>
  <message>
   <source>Near: up to 2 m</source>
   <translation>पास: 2 मी तक</translation>
  </message>
  <message>
   <source>Far: up to 5 m</source>
   <translation>दूर: 5 मी तक</translation>
  </message>
  <message>
   <source>Wide: small faces in large scenes</source>
   <translation>विस्तृत: बड़े दृश्यों में छोटे चेहरे</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>चित्र</translation>
  </message>
  <message>
   <source>As they are</source>
   <translation>जैसे हैं</translation>
  </message>
  <message>
   <source>Blurred</source>
   <translation>धुंधले</translation>
  </message>
  <message>
   <source>Pixelated</source>
   <translation>पिक्सेल वाले</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>विंडो</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>सिस्टम जैसा</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>हल्का</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>गहरा</translation>
  </message>
 </context>
 <context>
  <name>Saver</name>
  <message>
   <source>Saved {path}. It holds {n} of {all} frames; all are in it once the whole file is analysed</source>
   <translation>{path} सहेजा गया। इसमें {all} में से {n} फ़्रेम हैं; पूरी फ़ाइल के विश्लेषण के बाद सब होंगे</translation>
  </message>
  <message>
   <source>Image (*.png);;Report (*.html);;Drawing (*.svg);;Numbers (*.csv);;JPEG (*.jpg)</source>
   <translation>चित्र (*.png);;रिपोर्ट (*.html);;रेखाचित्र (*.svg);;संख्याएँ (*.csv);;JPEG (*.jpg)</translation>
  </message>
  <message>
   <source>Save snapshot</source>
   <translation>स्नैपशॉट सहेजें</translation>
  </message>
  <message>
   <source>Images (*.png *.jpg)</source>
   <translation>चित्र (*.png *.jpg)</translation>
  </message>
  <message>
   <source>Save table</source>
   <translation>तालिका सहेजें</translation>
  </message>
  <message>
   <source>Table (*.csv);;JSON Lines (*.jsonl)</source>
   <translation>तालिका (*.csv);;JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>फ़ोल्डर खोलें</translation>
  </message>
  <message>
   <source>Contact sheet (*.html)</source>
   <translation>संपर्क पत्रक (*.html)</translation>
  </message>
  <message>
   <source>Table of people (*.csv)</source>
   <translation>लोगों की तालिका (*.csv)</translation>
  </message>
  <message>
   <source>JSON Lines (*.jsonl)</source>
   <translation>JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Subtitles (*.ass *.vtt)</source>
   <translation>उपशीर्षक (*.ass *.vtt)</translation>
  </message>
  <message>
   <source>Summary (*.json)</source>
   <translation>सारांश (*.json)</translation>
  </message>
  <message>
   <source>Save people</source>
   <translation>लोग सहेजें</translation>
  </message>
  <message>
   <source>Save charts</source>
   <translation>चार्ट सहेजें</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>बदलें</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} सहेजा गया</translation>
  </message>
  <message>
   <source>{name} is there already. Replace it?</source>
   <translation>{name} पहले से है। बदलें?</translation>
  </message>
 </context>
 <context>
  <name>SeveralDialog</name>
  <message>
   <source>Open several</source>
   <translation>कई खोलें</translation>
  </message>
  <message>
   <source>What should be watched side by side?</source>
   <translation>साथ-साथ क्या देखना है?</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>स्रोत</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>हटाएँ</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>खोलें</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>फ़ाइलें जोड़ें…</translation>
  </message>
  <message>
   <source>Add address…</source>
   <translation>पता जोड़ें…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>रद्द करें</translation>
  </message>
  <message>
   <source>Nine at most are shown side by side. Remove some, or put them in the queue.</source>
   <translation>साथ-साथ अधिकतम नौ दिखते हैं। कुछ हटाएँ, या उन्हें क़तार में डालें।</translation>
  </message>
  <message>
   <source>They share the models, and people are known again from one to the other.</source>
   <translation>वे मॉडल साझा करते हैं, और लोग एक से दूसरे में फिर पहचाने जाते हैं।</translation>
  </message>
 </context>
 <context>
  <name>Shortcuts</name>
  <message>
   <source>Keys</source>
   <translation>कुंजियाँ</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>बंद करें</translation>
  </message>
 </context>
 <context>
  <name>FilmControls</name>
  <message>
   <source>1 person</source>
   <translation>1 व्यक्ति</translation>
  </message>
  <message>
   <source>Save analysis</source>
   <translation>विश्लेषण सहेजें</translation>
  </message>
  <message>
   <source>Open analysis</source>
   <translation>विश्लेषण खोलें</translation>
  </message>
  <message>
   <source>{share} analysed</source>
   <translation>{share} विश्लेषित</translation>
  </message>
  <message>
   <source>Analysis (*{ending})</source>
   <translation>विश्लेषण (*{ending})</translation>
  </message>
  <message>
   <source>{name} is not the video that was analysed</source>
   <translation>{name} वह वीडियो नहीं है जिसका विश्लेषण हुआ था</translation>
  </message>
  <message>
   <source>Part: {part}</source>
   <translation>भाग: {part}</translation>
  </message>
  <message>
   <source>{people}, memory full</source>
   <translation>{people}, मेमोरी भरी</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} लोग</translation>
  </message>
  <message>
   <source>Where is {name}?</source>
   <translation>{name} कहाँ है?</translation>
  </message>
  <message>
   <source>Saved {name}</source>
   <translation>{name} सहेजा गया</translation>
  </message>
 </context>
 <context>
  <name>JobControls</name>
  <message>
   <source>{name} could not be analysed to its end: {reason}</source>
   <translation>{name} का विश्लेषण अंत तक नहीं हो सका: {reason}</translation>
  </message>
  <message>
   <source>Analysing: {share}, {n} waiting</source>
   <translation>विश्लेषण: {share}, {n} प्रतीक्षा में</translation>
  </message>
  <message>
   <source>Analysing: {share}</source>
   <translation>विश्लेषण: {share}</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>दिखाएँ</translation>
  </message>
  <message>
   <source>Results of the files that were analysed</source>
   <translation>विश्लेषित फ़ाइलों के परिणाम</translation>
  </message>
  <message>
   <source>{name} is being analysed; a click shows all files</source>
   <translation>{name} का विश्लेषण हो रहा है; क्लिक से सभी फ़ाइलें दिखेंगी</translation>
  </message>
  <message>
   <source>Files analysed: {n}</source>
   <translation>विश्लेषित फ़ाइलें: {n}</translation>
  </message>
  <message>
   <source>{name} is analysed</source>
   <translation>{name} का विश्लेषण हो गया</translation>
  </message>
 </context>
 <context>
  <name>Labels</name>
  <message>
   <source>Engine</source>
   <translation>इंजन</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>मॉडल</translation>
  </message>
  <message>
   <source>Detector range</source>
   <translation>डिटेक्टर की पहुँच</translation>
  </message>
  <message>
   <source>Smallest face</source>
   <translation>सबसे छोटा चेहरा</translation>
  </message>
  <message>
   <source>Certainty of a face</source>
   <translation>चेहरे की निश्चितता</translation>
  </message>
  <message>
   <source>Follow people and smooth their values</source>
   <translation>लोगों का पीछा करें और उनके मान समतल करें</translation>
  </message>
  <message>
   <source>Recognise people who come back</source>
   <translation>लौटने वाले लोगों को पहचानें</translation>
  </message>
  <message>
   <source>Faces in the image</source>
   <translation>चित्र में चेहरे</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>थीम</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>भाषा</translation>
  </message>
  <message>
   <source>Open &amp;folder of images…</source>
   <translation>चित्रों का फ़ोल्डर खोलें(&amp;F)…</translation>
  </message>
  <message>
   <source>Annotated copy</source>
   <translation>लेबल वाली प्रति</translation>
  </message>
  <message>
   <source>Table (CSV): one row for each face of each frame</source>
   <translation>तालिका (CSV): हर फ़्रेम के हर चेहरे की एक पंक्ति</translation>
  </message>
  <message>
   <source>Summary (JSON): people, ages, shares</source>
   <translation>सारांश (JSON): लोग, आयु, अंश</translation>
  </message>
  <message>
   <source>Automatic: the fastest that works</source>
   <translation>स्वचालित: जो चले उनमें सबसे तेज़</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>प्रोसेसर</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA)</source>
   <translation>NVIDIA ग्राफ़िक्स कार्ड (CUDA)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (TensorRT)</source>
   <translation>NVIDIA ग्राफ़िक्स कार्ड (TensorRT)</translation>
  </message>
  <message>
   <source>Male</source>
   <translation>पुरुष</translation>
  </message>
  <message>
   <source>Female</source>
   <translation>महिला</translation>
  </message>
  <message>
   <source>White</source>
   <translation>श्वेत</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>अश्वेत</translation>
  </message>
  <message>
   <source>Asian</source>
   <translation>एशियाई</translation>
  </message>
  <message>
   <source>Indian</source>
   <translation>भारतीय</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>अन्य</translation>
  </message>
  <message>
   <source>Gender unsure</source>
   <translation>लिंग अनिश्चित</translation>
  </message>
  <message>
   <source>Ethnicity unsure</source>
   <translation>जातीयता अनिश्चित</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Forget the people, charts and table of this session? What was saved stays.</source>
   <translation>इस सत्र के लोग, चार्ट और तालिका भुला दें? जो सहेजा गया वह रहेगा।</translation>
  </message>
  <message>
   <source>Set everything back as at the first start? The list of files opened last is cleared too.</source>
   <translation>सब कुछ पहली शुरुआत जैसा कर दें? पिछली खोली फ़ाइलों की सूची भी साफ़ होगी।</translation>
  </message>
  <message>
   <source>The file can't be analysed in the background: {reason}</source>
   <translation>फ़ाइल का पृष्ठभूमि में विश्लेषण नहीं हो सकता: {reason}</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>मॉडल लोड हो रहे हैं…</translation>
  </message>
  <message>
   <source>Analysis begins in a moment</source>
   <translation>विश्लेषण थोड़ी देर में शुरू होगा</translation>
  </message>
  <message>
   <source>Drop to open</source>
   <translation>खोलने के लिए छोड़ें</translation>
  </message>
  <message>
   <source>chosen automatically</source>
   <translation>स्वतः चुना गया</translation>
  </message>
  <message>
   <source>chosen in the settings</source>
   <translation>सेटिंग में चुना गया</translation>
  </message>
  <message>
   <source>Analysis goes on with {name}: {reason}</source>
   <translation>विश्लेषण {name} से जारी है: {reason}</translation>
  </message>
  <message>
   <source>These settings do not work here, so analysis goes on with those before: {reason}</source>
   <translation>ये सेटिंग यहाँ काम नहीं करतीं, इसलिए विश्लेषण पिछली से जारी है: {reason}</translation>
  </message>
  <message>
   <source>Images are shown without analysis: {reason}</source>
   <translation>चित्र बिना विश्लेषण के दिखाए जा रहे हैं: {reason}</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>FaceLens की एक ख़राबी ने इसे समाप्त कर दिया</translation>
  </message>
  <message>
   <source>The image is copied</source>
   <translation>चित्र कॉपी हो गया</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>लौटाएँ</translation>
  </message>
  <message>
   <source>No analysis</source>
   <translation>विश्लेषण नहीं</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>फिर कोशिश करें</translation>
  </message>
  <message>
   <source>Side by side…</source>
   <translation>साथ-साथ…</translation>
  </message>
  <message>
   <source>Analyse all…</source>
   <translation>सभी का विश्लेषण…</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>साफ़ करें</translation>
  </message>
  <message>
   <source>{name} is opened, the first of {n}</source>
   <translation>{name} खोली गई, {n} में पहली</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;File</source>
   <translation>फ़ाइल(&amp;F)</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>संपादन(&amp;E)</translation>
  </message>
  <message>
   <source>&amp;Playback</source>
   <translation>प्लेबैक(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>दृश्य(&amp;V)</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>सहायता(&amp;H)</translation>
  </message>
  <message>
   <source>&amp;Camera</source>
   <translation>कैमरा(&amp;C)</translation>
  </message>
  <message>
   <source>Open &amp;recent</source>
   <translation>हाल ही में खोले(&amp;R)</translation>
  </message>
  <message>
   <source>C&amp;lear the list</source>
   <translation>सूची साफ़ करें(&amp;L)</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>औज़ार</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>कैमरा चुनें</translation>
  </message>
  <message>
   <source>No camera found; plug one in</source>
   <translation>कोई कैमरा नहीं मिला; एक लगाएँ</translation>
  </message>
 </context>
 <context>
  <name>Cameras</name>
  <message>
   <source>Camera {n}</source>
   <translation>कैमरा {n}</translation>
  </message>
 </context>
 <context>
  <name>SaveControls</name>
  <message>
   <source>Stop &amp;recording</source>
   <translation>रिकॉर्डिंग रोकें(&amp;R)</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>रिकॉर्ड करें(&amp;R)</translation>
  </message>
 </context>
 <context>
  <name>DrawingControls</name>
  <message>
   <source>Drag corners and edges to move them. F2 renames, Del deletes, T turns a line round.</source>
   <translation>कोनों और किनारों को खींचकर खिसकाएँ। F2 नाम बदलता है, Del मिटाता है, T रेखा की दिशा पलटता है।</translation>
  </message>
  <message>
   <source>Click where the line begins and where it ends, or drag. The arrow shows which way is in.</source>
   <translation>रेखा के आरंभ और अंत पर क्लिक करें, या खींचें। तीर दिखाता है कि अंदर किधर है।</translation>
  </message>
  <message>
   <source>Click each corner; Return, a double click or the first corner closes. Backspace takes one back.</source>
   <translation>हर कोने पर क्लिक करें; Return, दोहरा क्लिक या पहला कोना बंद करता है। Backspace एक वापस लेता है।</translation>
  </message>
  <message>
   <source>Click a source, or press its number, to make it large. L, Z and M draw.</source>
   <translation>किसी स्रोत पर क्लिक करें या उसका अंक दबाएँ, तो वह बड़ा होता है। L, Z और M से चित्र बनाएँ।</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>रेखा</translation>
  </message>
  <message>
   <source>Zone</source>
   <translation>क्षेत्र</translation>
  </message>
 </context>
 <context>
  <name>SiteWindows</name>
  <message>
   <source>Side by side</source>
   <translation>साथ-साथ</translation>
  </message>
  <message>
   <source>Open site</source>
   <translation>स्थल खोलें</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>स्थल (*.toml)</translation>
  </message>
  <message>
   <source>Several sources need the package {name}, which is missing: pip install -r {file}</source>
   <translation>कई स्रोतों के लिए पैकेज {name} चाहिए, जो नहीं है: pip install -r {file}</translation>
  </message>
 </context>
 <context>
  <name>Shapes</name>
  <message>
   <source>{n} now</source>
   <translation>अभी {n}</translation>
  </message>
  <message>
   <source>Mask {n}</source>
   <translation>मास्क {n}</translation>
  </message>
  <message>
   <source>in {n}  out {m}</source>
   <translation>अंदर {n}  बाहर {m}</translation>
  </message>
  <message>
   <source>{n} s</source>
   <translation>{n} से</translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation>{n} मि</translation>
  </message>
 </context>
 <context>
  <name>ShapesPanel</name>
  <message>
   <source>Sources, lines and zones</source>
   <translation>स्रोत, रेखाएँ और क्षेत्र</translation>
  </message>
  <message>
   <source>opening</source>
   <translation>खुल रहा है</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln व्यक्ति</numerusform>
    <numerusform>%Ln लोग</numerusform>
   </translation>
  </message>
  <message>
   <source>away</source>
   <translation>दूर</translation>
  </message>
  <message>
   <source>ended</source>
   <translation>समाप्त</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>विफल</translation>
  </message>
  <message>
   <source>Line: who goes over it the way of the arrow goes in</source>
   <translation>रेखा: जो तीर की दिशा में उसे पार करे, वह अंदर जाता है</translation>
  </message>
  <message>
   <source>Zone: who is in it now, and how long they stay on average</source>
   <translation>क्षेत्र: अभी उसमें कौन है, और लोग औसतन कितनी देर रुकते हैं</translation>
  </message>
  <message>
   <source>Mask: is black before anything looks, once the site goes on with it</source>
   <translation>मास्क: किसी के देखने से पहले ही काला</translation>
  </message>
 </context>
 <context>
  <name>SiteMenus</name>
  <message>
   <source>&amp;File</source>
   <translation>फ़ाइल(&amp;F)</translation>
  </message>
  <message>
   <source>&amp;Sources</source>
   <translation>स्रोत(&amp;S)</translation>
  </message>
  <message>
   <source>&amp;Draw</source>
   <translation>बनाएँ(&amp;D)</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>दृश्य(&amp;V)</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>सहायता(&amp;H)</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>औज़ार</translation>
  </message>
 </context>
 <context>
  <name>SiteWindow</name>
  <message>
   <source>The site file was changed by somebody else. What you have changed here is not saved yet.</source>
   <translation>स्थल फ़ाइल किसी और ने बदली है। आपने यहाँ जो बदला है, वह अभी सहेजा नहीं गया।</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people so far</source>
   <translation>
    <numerusform>अब तक %Ln व्यक्ति</numerusform>
    <numerusform>अब तक %Ln लोग</numerusform>
   </translation>
  </message>
  <message>
   <source>Close without saving what you have changed of this site?</source>
   <translation>इस स्थल में अपने बदलाव सहेजे बिना बंद करें?</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>मॉडल लोड हो रहे हैं…</translation>
  </message>
  <message>
   <source>Take the file's</source>
   <translation>फ़ाइल वाला लें</translation>
  </message>
  <message numerus="yes">
   <source>%Ln visits</source>
   <translation>
    <numerusform>%Ln बार आना</numerusform>
    <numerusform>%Ln बार आना</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing is watched</source>
   <translation>कुछ नहीं देखा जा रहा</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>FaceLens की एक ख़राबी ने इसे समाप्त कर दिया</translation>
  </message>
  <message>
   <source>Nine sources at most are shown side by side.</source>
   <translation>साथ-साथ अधिकतम नौ स्रोत दिखते हैं।</translation>
  </message>
  <message>
   <source>This is the last source: close the window to stop watching it.</source>
   <translation>यह अंतिम स्रोत है: देखना बंद करने के लिए विंडो बंद करें।</translation>
  </message>
  <message>
   <source>Save site</source>
   <translation>स्थल सहेजें</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>स्थल (*.toml)</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} सहेजा गया</translation>
  </message>
  <message>
   <source>{fps} frames per second</source>
   <translation>{fps} फ़्रेम प्रति सेकंड</translation>
  </message>
  <message>
   <source>Close unsaved</source>
   <translation>बिना सहेजे बंद करें</translation>
  </message>
 </context>
 <context>
  <name>Tile</name>
  <message numerus="yes">
   <source>No new image for %Ln seconds</source>
   <translation>
    <numerusform>%Ln सेकंड से कोई नया चित्र नहीं</numerusform>
    <numerusform>%Ln सेकंड से कोई नया चित्र नहीं</numerusform>
   </translation>
  </message>
  <message>
   <source>The end</source>
   <translation>समाप्त</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln व्यक्ति</numerusform>
    <numerusform>%Ln लोग</numerusform>
   </translation>
  </message>
  <message>
   <source>Away. Trying again…</source>
   <translation>दूर। फिर कोशिश…</translation>
  </message>
  <message>
   <source>Does not open</source>
   <translation>नहीं खुलता</translation>
  </message>
  <message>
   <source>Waiting for the first image…</source>
   <translation>पहले चित्र की प्रतीक्षा…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>खुल रहा है…</translation>
  </message>
  <message>
   <source>Play again</source>
   <translation>फिर चलाएँ</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>फिर कोशिश करें</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. फिर कोशिश हो रही है…</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>चेहरे अभी नहीं खोजे गए: पूरा ढका हुआ</translation>
  </message>
  <message>
   <source>{fps} fps</source>
   <translation>{fps} fps</translation>
  </message>
  <message>
   <source>{n} ms old</source>
   <translation>{n} मिसे पुराना</translation>
  </message>
 </context>
 <context>
  <name>SourceControls</name>
  <message>
   <source>Try again</source>
   <translation>फिर कोशिश करें</translation>
  </message>
  <message>
   <source>Open again</source>
   <translation>फिर खोलें</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>विराम(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>चलाएँ(&amp;P)</translation>
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>{name} खुल रहा है…</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. फिर कोशिश हो रही है…</translation>
  </message>
  <message>
   <source>{name} has ended</source>
   <translation>{name} समाप्त हुआ</translation>
  </message>
  <message>
   <source>{name} gives no new image. It is still waited for.</source>
   <translation>{name} से कोई नया चित्र नहीं आ रहा। प्रतीक्षा जारी है।</translation>
  </message>
 </context>
 <context>
  <name>AgeCourseChart</name>
  <message>
   <source>{time}: {age} years ({low}–{high})</source>
   <translation>{time}: {age} वर्ष ({low}–{high})</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>समय के साथ आयु</translation>
  </message>
  <message>
   <source>Between {low} and {high} years</source>
   <translation>{low} से {high} वर्ष के बीच</translation>
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Message</source>
   <translation>संदेश</translation>
  </message>
  <message>
   <source>Put this message away</source>
   <translation>यह संदेश हटाएँ</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>हटाएँ</translation>
  </message>
 </context>
 <context>
  <name>Charts</name>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person.</source>
   <translation>गिने गए: {rule}। जो लौटता है वह वही व्यक्ति है।</translation>
  </message>
  <message>
   <source>{low} to {high} in 95 of 100 cases, with the errors that the model makes</source>
   <translation>मॉडल की त्रुटियों के साथ, 100 में से 95 बार {low} से {high}</translation>
  </message>
  <message>
   <source>Ages</source>
   <translation>आयु</translation>
  </message>
  <message>
   <source>People by decade of age and gender</source>
   <translation>आयु के दशक और लिंग के अनुसार लोग</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>जातीयता</translation>
  </message>
  <message>
   <source>Share of people</source>
   <translation>लोगों का अंश</translation>
  </message>
  <message>
   <source>People in view</source>
   <translation>दिख रहे लोग</translation>
  </message>
  <message>
   <source>Over time</source>
   <translation>समय के साथ</translation>
  </message>
  <message>
   <source>Mean age in view</source>
   <translation>दिख रहे लोगों की औसत आयु</translation>
  </message>
  <message>
   <source>nothing analysed, or nobody</source>
   <translation>कुछ विश्लेषित नहीं, या कोई नहीं</translation>
  </message>
  <message>
   <source>{name}: {n} of {all}</source>
   <translation>{name}: {all} में से {n}</translation>
  </message>
  <message>
   <source>different people</source>
   <translation>अलग-अलग लोग</translation>
  </message>
  <message>
   <source>mean age</source>
   <translation>औसत आयु</translation>
  </message>
  <message>
   <source>{value} in view</source>
   <translation>{value} दिख रहे</translation>
  </message>
  <message>
   <source>{value} years</source>
   <translation>{value} वर्ष</translation>
  </message>
  <message>
   <source>person</source>
   <translation>व्यक्ति</translation>
  </message>
  <message>
   <source>likely {low} to {high} %</source>
   <translation>संभवतः {low} से {high} %</translation>
  </message>
 </context>
 <context>
  <name>Gallery</name>
  <message>
   <source>This is no face: delete</source>
   <translation>यह चेहरा नहीं है: हटाएँ</translation>
  </message>
  <message>
   <source>Gender is</source>
   <translation>लिंग है</translation>
  </message>
  <message>
   <source>Ethnicity is</source>
   <translation>जातीयता है</translation>
  </message>
  <message>
   <source>Age is about</source>
   <translation>आयु लगभग</translation>
  </message>
  <message>
   <source>Somebody else was there at</source>
   <translation>वहाँ कोई और था, समय</translation>
  </message>
  <message>
   <source>This is the same person as</source>
   <translation>यह वही व्यक्ति है जो</translation>
  </message>
  <message>
   <source>{people} are the same person</source>
   <translation>{people} एक ही व्यक्ति हैं</translation>
  </message>
  <message>
   <source>First seen</source>
   <translation>पहले दिखे</translation>
  </message>
  <message>
   <source>Longest in view</source>
   <translation>सबसे देर तक दिखे</translation>
  </message>
  <message>
   <source>Youngest</source>
   <translation>सबसे छोटे</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>सबसे बड़े</translation>
  </message>
  <message>
   <source>Most visits</source>
   <translation>सबसे अधिक बार आए</translation>
  </message>
  <message>
   <source>Least sure</source>
   <translation>सबसे कम निश्चित</translation>
  </message>
  <message>
   <source>Search: women 20-35, seen at least 10 s</source>
   <translation>खोजें: women 20-35, seen at least 10 s</translation>
  </message>
  <message>
   <source>Search people</source>
   <translation>लोग खोजें</translation>
  </message>
  <message>
   <source>Sort people</source>
   <translation>लोगों का क्रम</translation>
  </message>
  <message>
   <source>Nobody is known yet.</source>
   <translation>अभी कोई ज्ञात नहीं है।</translation>
  </message>
  <message>
   <source>Everybody in the film</source>
   <translation>फ़िल्म के सभी लोग</translation>
  </message>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person; between {low} and {high} are possible.</source>
   <translation>गिने गए: {rule}। जो लौटता है वह वही व्यक्ति है; {low} से {high} तक संभव हैं।</translation>
  </message>
  <message>
   <source>Nobody fits this search.</source>
   <translation>इस खोज से कोई मेल नहीं खाता।</translation>
  </message>
  <message>
   <source>1 person</source>
   <translation>1 व्यक्ति</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>इस व्यक्ति के बारे में सब कुछ</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} चित्र</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{all} में से {n}</translation>
  </message>
  <message>
   <source>{n} visits</source>
   <translation>{n} बार आए</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} लोग</translation>
  </message>
 </context>
 <context>
  <name>EmptyState</name>
  <message>
   <source>Drop a video or an image here</source>
   <translation>वीडियो या चित्र यहाँ छोड़ें</translation>
  </message>
  <message>
   <source>Age, gender and ethnicity of its faces, estimated on this computer</source>
   <translation>चेहरों की आयु, लिंग और जातीयता, इसी कंप्यूटर पर अनुमानित</translation>
  </message>
  <message>
   <source>Open a file</source>
   <translation>फ़ाइल खोलें</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>कैमरा चुनें</translation>
  </message>
  <message>
   <source>Show a camera's image</source>
   <translation>कैमरे का चित्र दिखाएँ</translation>
  </message>
  <message>
   <source>Play the demo</source>
   <translation>डेमो चलाएँ</translation>
  </message>
  <message>
   <source>Opened last</source>
   <translation>पिछली बार खोले</translation>
  </message>
  <message>
   <source>Open {name} again</source>
   <translation>{name} फिर खोलें</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
  <message>
   <source>Click to highlight this person in the image, double click for all about them</source>
   <translation>क्लिक से यह व्यक्ति छवि में उभरता है, डबल क्लिक से उसके बारे में सब कुछ</translation>
  </message>
  <message>
   <source>Click to highlight this person in the image</source>
   <translation>इस व्यक्ति को चित्र में उभारने के लिए क्लिक करें</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>इस व्यक्ति के बारे में सब कुछ</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} वर्ष</translation>
  </message>
 </context>
 <context>
  <name>PeopleInView</name>
  <message>
   <source>Different people since the file was opened. Counted: {rule}. Who has just come is in view, and counts a moment later.</source>
   <translation>फ़ाइल खुलने के बाद से अलग-अलग लोग। गिने गए: {rule}। जो अभी आया है वह दिख रहा है, और थोड़ी देर में गिना जाएगा।</translation>
  </message>
  <message>
   <source>1 counted</source>
   <translation>1 गिना गया</translation>
  </message>
  <message>
   <source>Whoever is in the image appears here.</source>
   <translation>जो चित्र में है वह यहाँ दिखता है।</translation>
  </message>
  <message>
   <source>{n} in view</source>
   <translation>{n} दिख रहे</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>और {n} अन्य</translation>
  </message>
  <message>
   <source>Faces appear as soon as the models are loaded.</source>
   <translation>मॉडल लोड होते ही चेहरे दिखेंगे।</translation>
  </message>
  <message>
   <source>Nobody in view.</source>
   <translation>कोई नहीं दिख रहा।</translation>
  </message>
  <message>
   <source>{n} counted</source>
   <translation>{n} गिने गए</translation>
  </message>
 </context>
 <context>
  <name>PeopleTab</name>
  <message>
   <source>In view</source>
   <translation>दिख रहे</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>सभी</translation>
  </message>
 </context>
 <context>
  <name>PersonPage</name>
  <message>
   <source>It is not certain that all appearances are the same person's</source>
   <translation>यह निश्चित नहीं कि सभी उपस्थितियाँ एक ही व्यक्ति की हैं</translation>
  </message>
  <message>
   <source>Back to everybody (Esc)</source>
   <translation>सभी पर वापस (Esc)</translation>
  </message>
  <message>
   <source>The person before (←)</source>
   <translation>पिछला व्यक्ति (←)</translation>
  </message>
  <message>
   <source>The next person (→)</source>
   <translation>अगला व्यक्ति (→)</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>समय के साथ आयु</translation>
  </message>
  <message>
   <source>Gender</source>
   <translation>लिंग</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>जातीयता</translation>
  </message>
  <message>
   <source>Appearances</source>
   <translation>उपस्थितियाँ</translation>
  </message>
  <message>
   <source>A click goes there</source>
   <translation>क्लिक करने पर वहाँ पहुँचें</translation>
  </message>
  <message>
   <source>Correct…</source>
   <translation>सुधारें…</translation>
  </message>
  <message>
   <source>Say what is wrong about this person</source>
   <translation>बताएँ कि इस व्यक्ति के बारे में क्या गलत है</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>सभी</translation>
  </message>
  <message>
   <source>{time} in view, {n} frames</source>
   <translation>{time} दिखा, {n} फ़्रेम</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} वर्ष</translation>
  </message>
  <message>
   <source>{low}–{high} in 4 of 5 cases</source>
   <translation>5 में से 4 बार {low}–{high}</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} छवियाँ</translation>
  </message>
  <message>
   <source>Appearances: {n}</source>
   <translation>उपस्थितियाँ: {n}</translation>
  </message>
  <message>
   <source>Image {n}</source>
   <translation>छवि {n}</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{all} में से {n}</translation>
  </message>
  <message>
   <source>corrected</source>
   <translation>सुधारा गया</translation>
  </message>
 </context>
 <context>
  <name>RecordingBadge</name>
  <message>
   <source>Recording: {text}</source>
   <translation>रिकॉर्डिंग: {text}</translation>
  </message>
 </context>
 <context>
  <name>SidePanel</name>
  <message>
   <source>People</source>
   <translation>लोग</translation>
  </message>
  <message>
   <source>Charts</source>
   <translation>चार्ट</translation>
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>Frames a second that the source gives</source>
   <translation>स्रोत से प्रति सेकंड आने वाले फ़्रेम</translation>
  </message>
  <message>
   <source>Frames a second that are analysed and shown</source>
   <translation>प्रति सेकंड विश्लेषित और दिखाए गए फ़्रेम</translation>
  </message>
  <message>
   <source>Frames passed over since newer ones had arrived</source>
   <translation>नए आ जाने से छोड़े गए फ़्रेम</translation>
  </message>
  <message>
   <source>Time between a frame's due moment and its appearance on the screen</source>
   <translation>फ़्रेम के नियत क्षण और स्क्रीन पर आने के बीच का समय</translation>
  </message>
  <message>
   <source>Images that could not be read, and why</source>
   <translation>जो चित्र पढ़े नहीं जा सके, और क्यों</translation>
  </message>
  <message>
   <source>{n} skipped</source>
   <translation>{n} छोड़े गए</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>रुका हुआ</translation>
  </message>
  <message>
   <source>Analysis can't keep up: only part of the frames is analysed and shown, the newest each time</source>
   <translation>विश्लेषण पीछे रह जाता है: फ़्रेमों का केवल एक भाग, हर बार सबसे नया, विश्लेषित और दिखाया जाता है</translation>
  </message>
  <message>
   <source>Source {n} fps</source>
   <translation>स्रोत {n} fps</translation>
  </message>
  <message>
   <source>Analysed {n} fps</source>
   <translation>विश्लेषित {n} fps</translation>
  </message>
  <message>
   <source>Dropped {n}</source>
   <translation>छोड़े {n}</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>और {n} अन्य</translation>
  </message>
  <message>
   <source>Latency {n} ms</source>
   <translation>विलंब {n} ms</translation>
  </message>
 </context>
 <context>
  <name>Timeline</name>
  <message>
   <source>Let the analysis go on</source>
   <translation>विश्लेषण चलने दें</translation>
  </message>
  <message>
   <source>Hold the analysis of this file</source>
   <translation>इस फ़ाइल का विश्लेषण रोकें</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>जारी रखें</translation>
  </message>
  <message>
   <source>Hold</source>
   <translation>रोकें</translation>
  </message>
 </context>
 <context>
  <name>_Chart</name>
  <message>
   <source>Timeline</source>
   <translation>समयरेखा</translation>
  </message>
  <message>
   <source>Who is in view when; a click goes there, the wheel zooms</source>
   <translation>कौन कब दिखता है; क्लिक वहाँ ले जाता है, पहिया बड़ा करता है</translation>
  </message>
 </context>
 <context>
  <name>TransportBar</name>
  <message>
   <source>Volume; sound is played at normal speed</source>
   <translation>ध्वनि-स्तर; ध्वनि सामान्य गति पर चलती है</translation>
  </message>
  <message>
   <source>the end</source>
   <translation>अंत</translation>
  </message>
  <message>
   <source>Position</source>
   <translation>स्थिति</translation>
  </message>
  <message>
   <source>Position: drag, click, or use the arrow keys, Home and End</source>
   <translation>स्थिति: खींचें, क्लिक करें, या तीर, Home और End दबाएँ</translation>
  </message>
  <message>
   <source>LIVE</source>
   <translation>लाइव</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>गति</translation>
  </message>
  <message>
   <source>Speed of the video ([ slower, ] faster)</source>
   <translation>वीडियो की गति ([ धीमी, ] तेज़)</translation>
  </message>
  <message>
   <source>Volume</source>
   <translation>ध्वनि-स्तर</translation>
  </message>
  <message>
   <source>{start} to {end}</source>
   <translation>{start} से {end} तक</translation>
  </message>
  <message>
   <source>No sound device was found</source>
   <translation>कोई ध्वनि उपकरण नहीं मिला</translation>
  </message>
  <message>
   <source>Time {time}</source>
   <translation>समय {time}</translation>
  </message>
  <message>
   <source>frame {n}</source>
   <translation>फ़्रेम {n}</translation>
  </message>
 </context>
 <context>
  <name>VideoView</name>
  <message>
   <source>Image</source>
   <translation>चित्र</translation>
  </message>
  <message>
   <source>The video or image, with the faces found in it</source>
   <translation>वीडियो या चित्र, मिले हुए चेहरों के साथ</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>चेहरे अभी नहीं खोजे गए: पूरा ढका हुआ</translation>
  </message>
 </context>
</TS>
