<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>Actions</name>
  <message>
   <source>&amp;Open file…</source>
   <translation>Datei &amp;öffnen…</translation>
  </message>
  <message>
   <source>Open a video or images</source>
   <translation>Ein Video oder Bilder öffnen</translation>
  </message>
  <message>
   <source>Look through the images of a folder</source>
   <translation>Die Bilder eines Ordners durchsehen</translation>
  </message>
  <message>
   <source>Open &amp;address…</source>
   <translation>&amp;Adresse öffnen…</translation>
  </message>
  <message>
   <source>Open a stream or a video on a server</source>
   <translation>Einen Stream oder ein Video auf einem Server öffnen</translation>
  </message>
  <message>
   <source>Play the &amp;demo</source>
   <translation>&amp;Demo abspielen</translation>
  </message>
  <message>
   <source>Play the built-in clip</source>
   <translation>Den eingebauten Clip abspielen</translation>
  </message>
  <message>
   <source>Open se&amp;veral…</source>
   <translation>&amp;Mehrere öffnen…</translation>
  </message>
  <message>
   <source>Watch files, cameras and addresses side by side</source>
   <translation>Dateien, Kameras und Adressen nebeneinander ansehen</translation>
  </message>
  <message>
   <source>Open s&amp;ite…</source>
   <translation>&amp;Standort öffnen…</translation>
  </message>
  <message>
   <source>Watch what a site file names</source>
   <translation>Ansehen, was eine Standortdatei nennt</translation>
  </message>
  <message>
   <source>&amp;Close</source>
   <translation>&amp;Schließen</translation>
  </message>
  <message>
   <source>Close what is playing</source>
   <translation>Schließen, was gerade läuft</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>&amp;Beenden</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>Das Fenster schließen</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>&amp;Wiedergeben</translation>
  </message>
  <message>
   <source>Play or pause</source>
   <translation>Wiedergeben oder anhalten</translation>
  </message>
  <message>
   <source>Frame &amp;back</source>
   <translation>Bild &amp;zurück</translation>
  </message>
  <message>
   <source>Show the frame before</source>
   <translation>Das vorige Bild zeigen</translation>
  </message>
  <message>
   <source>Frame &amp;forward</source>
   <translation>Bild &amp;vor</translation>
  </message>
  <message>
   <source>Show the next frame</source>
   <translation>Das nächste Bild zeigen</translation>
  </message>
  <message>
   <source>5 seconds back</source>
   <translation>5 Sekunden zurück</translation>
  </message>
  <message>
   <source>Go back 5 seconds; with images, to the one before</source>
   <translation>5 Sekunden zurück; bei Bildern zum vorigen</translation>
  </message>
  <message>
   <source>5 seconds on</source>
   <translation>5 Sekunden vor</translation>
  </message>
  <message>
   <source>Go on 5 seconds; with images, to the next one</source>
   <translation>5 Sekunden vor; bei Bildern zum nächsten</translation>
  </message>
  <message>
   <source>To the &amp;start</source>
   <translation>Zum &amp;Anfang</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>Zum ersten Bild gehen</translation>
  </message>
  <message>
   <source>To the &amp;end</source>
   <translation>Zum &amp;Ende</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>Zum letzten Bild gehen</translation>
  </message>
  <message>
   <source>&amp;Jump to…</source>
   <translation>Sp&amp;ringen zu…</translation>
  </message>
  <message>
   <source>Go to a time, a frame or a share of the whole</source>
   <translation>Zu einer Zeit, einem Bild oder einem Anteil springen</translation>
  </message>
  <message>
   <source>1 second back</source>
   <translation>1 Sekunde zurück</translation>
  </message>
  <message>
   <source>Go back 1 second</source>
   <translation>1 Sekunde zurückgehen</translation>
  </message>
  <message>
   <source>S&amp;top</source>
   <translation>S&amp;topp</translation>
  </message>
  <message>
   <source>Stop; the next start is at normal speed</source>
   <translation>Anhalten; weiter geht es mit normaler Geschwindigkeit</translation>
  </message>
  <message>
   <source>Play, then faster</source>
   <translation>Wiedergeben, dann schneller</translation>
  </message>
  <message>
   <source>Play; again for twice and four times the speed</source>
   <translation>Wiedergeben; noch einmal für doppelte und vierfache Geschwindigkeit</translation>
  </message>
  <message>
   <source>&amp;Slower</source>
   <translation>&amp;Langsamer</translation>
  </message>
  <message>
   <source>Play slower</source>
   <translation>Langsamer wiedergeben</translation>
  </message>
  <message>
   <source>F&amp;aster</source>
   <translation>S&amp;chneller</translation>
  </message>
  <message>
   <source>Play faster</source>
   <translation>Schneller wiedergeben</translation>
  </message>
  <message>
   <source>Open what was c&amp;opied</source>
   <translation>Ko&amp;piertes öffnen</translation>
  </message>
  <message>
   <source>Open the files or the address on the clipboard</source>
   <translation>Dateien oder Adresse aus der Zwischenablage öffnen</translation>
  </message>
  <message>
   <source>&amp;Snapshot…</source>
   <translation>&amp;Schnappschuss…</translation>
  </message>
  <message>
   <source>Save the image as it is shown</source>
   <translation>Das Bild speichern, wie es zu sehen ist</translation>
  </message>
  <message>
   <source>Co&amp;py image</source>
   <translation>Bild &amp;kopieren</translation>
  </message>
  <message>
   <source>Copy the image as it is shown</source>
   <translation>Das Bild kopieren, wie es zu sehen ist</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>Auf&amp;nehmen</translation>
  </message>
  <message>
   <source>Record the annotated video, at once</source>
   <translation>Das beschriftete Video aufnehmen, sofort</translation>
  </message>
  <message>
   <source>&amp;Export table…</source>
   <translation>&amp;Tabelle exportieren…</translation>
  </message>
  <message>
   <source>Save one row for each face of each frame</source>
   <translation>Je Gesicht und Bild eine Zeile speichern</translation>
  </message>
  <message>
   <source>Export peo&amp;ple…</source>
   <translation>Pe&amp;rsonen exportieren…</translation>
  </message>
  <message>
   <source>Save who is listed: contact sheet, table, subtitles</source>
   <translation>Speichert, wer in der Liste steht: Übersichtsblatt, Tabelle, Untertitel</translation>
  </message>
  <message>
   <source>Export &amp;charts…</source>
   <translation>&amp;Diagramme exportieren…</translation>
  </message>
  <message>
   <source>Save the charts as an image</source>
   <translation>Die Diagramme als Bild speichern</translation>
  </message>
  <message>
   <source>&amp;Analyse whole files…</source>
   <translation>&amp;Ganze Dateien analysieren…</translation>
  </message>
  <message>
   <source>Analyse files at full speed, in the background</source>
   <translation>Dateien mit voller Geschwindigkeit im Hintergrund analysieren</translation>
  </message>
  <message>
   <source>&amp;Whole files</source>
   <translation>Gan&amp;ze Dateien</translation>
  </message>
  <message>
   <source>Show the files that are analysed, wait for it, or are done</source>
   <translation>Zeigen, welche Dateien analysiert werden, warten oder fertig sind</translation>
  </message>
  <message>
   <source>Clear the &amp;session</source>
   <translation>Sit&amp;zung leeren</translation>
  </message>
  <message>
   <source>Begin counting and charts anew</source>
   <translation>Zählung und Diagramme neu beginnen</translation>
  </message>
  <message>
   <source>&amp;Full screen</source>
   <translation>&amp;Vollbild</translation>
  </message>
  <message>
   <source>Fill the screen with the image; Esc leaves</source>
   <translation>Den Bildschirm mit dem Bild füllen; Esc beendet</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>Ver&amp;größern</translation>
  </message>
  <message>
   <source>Enlarge the image (also the mouse wheel)</source>
   <translation>Das Bild vergrößern (auch mit dem Mausrad)</translation>
  </message>
  <message>
   <source>Zoom o&amp;ut</source>
   <translation>Ver&amp;kleinern</translation>
  </message>
  <message>
   <source>Make the image smaller</source>
   <translation>Das Bild verkleinern</translation>
  </message>
  <message>
   <source>Whole i&amp;mage</source>
   <translation>Ganzes &amp;Bild</translation>
  </message>
  <message>
   <source>Show the whole image</source>
   <translation>Das ganze Bild zeigen</translation>
  </message>
  <message>
   <source>P&amp;eople</source>
   <translation>&amp;Personen</translation>
  </message>
  <message>
   <source>Show the people in view</source>
   <translation>Die sichtbaren Personen zeigen</translation>
  </message>
  <message>
   <source>&amp;Charts</source>
   <translation>&amp;Diagramme</translation>
  </message>
  <message>
   <source>Show the session's charts</source>
   <translation>Die Diagramme der Sitzung zeigen</translation>
  </message>
  <message>
   <source>E&amp;verybody</source>
   <translation>&amp;Alle Personen</translation>
  </message>
  <message>
   <source>Show everybody in the film</source>
   <translation>Alle Personen des Films zeigen</translation>
  </message>
  <message>
   <source>Save ana&amp;lysis…</source>
   <translation>Ana&amp;lyse speichern…</translation>
  </message>
  <message>
   <source>Save what is known of the file, with your corrections</source>
   <translation>Speichern, was über die Datei bekannt ist, mit Ihren Korrekturen</translation>
  </message>
  <message>
   <source>Open analysi&amp;s…</source>
   <translation>Anal&amp;yse öffnen…</translation>
  </message>
  <message>
   <source>Open a saved analysis with its video</source>
   <translation>Eine gespeicherte Analyse mit ihrem Video öffnen</translation>
  </message>
  <message>
   <source>&amp;Undo correction</source>
   <translation>Korrektur &amp;zurücknehmen</translation>
  </message>
  <message>
   <source>Take back the last correction</source>
   <translation>Die letzte Korrektur zurücknehmen</translation>
  </message>
  <message>
   <source>&amp;Redo correction</source>
   <translation>Korrektur &amp;wiederholen</translation>
  </message>
  <message>
   <source>Make the correction again</source>
   <translation>Die Korrektur noch einmal anwenden</translation>
  </message>
  <message>
   <source>Part &amp;begins here</source>
   <translation>Abschnitt &amp;beginnt hier</translation>
  </message>
  <message>
   <source>Let the chosen part of the file begin here</source>
   <translation>Den gewählten Abschnitt der Datei hier beginnen lassen</translation>
  </message>
  <message>
   <source>Part &amp;ends here</source>
   <translation>Abschnitt &amp;endet hier</translation>
  </message>
  <message>
   <source>Let the chosen part of the file end here</source>
   <translation>Den gewählten Abschnitt der Datei hier enden lassen</translation>
  </message>
  <message>
   <source>All of the &amp;file</source>
   <translation>Die ganze &amp;Datei</translation>
  </message>
  <message>
   <source>Choose no part of the file any more</source>
   <translation>Keinen Abschnitt mehr wählen</translation>
  </message>
  <message>
   <source>&amp;Settings…</source>
   <translation>&amp;Einstellungen…</translation>
  </message>
  <message>
   <source>Engine, detector, smoothing, theme</source>
   <translation>Engine, Detektor, Glättung, Farben</translation>
  </message>
  <message>
   <source>&amp;Keys</source>
   <translation>&amp;Tasten</translation>
  </message>
  <message>
   <source>Show what the keys do</source>
   <translation>Zeigen, was die Tasten tun</translation>
  </message>
  <message>
   <source>&amp;About FaceLens</source>
   <translation>&amp;Über FaceLens</translation>
  </message>
  <message>
   <source>What the estimates are worth, and what happens to your images</source>
   <translation>Was die Schätzungen taugen und was mit Ihren Bildern geschieht</translation>
  </message>
  <message>
   <source>&amp;Add files…</source>
   <translation>Dateien &amp;hinzufügen…</translation>
  </message>
  <message>
   <source>Watch further files beside these</source>
   <translation>Weitere Dateien daneben ansehen</translation>
  </message>
  <message>
   <source>Add a&amp;ddress…</source>
   <translation>&amp;Adresse hinzufügen…</translation>
  </message>
  <message>
   <source>Watch a stream or a camera beside these</source>
   <translation>Einen Stream oder eine Kamera daneben ansehen</translation>
  </message>
  <message>
   <source>&amp;Remove source</source>
   <translation>Quelle &amp;entfernen</translation>
  </message>
  <message>
   <source>Stop watching the source that is marked</source>
   <translation>Die markierte Quelle nicht mehr ansehen</translation>
  </message>
  <message>
   <source>&amp;Begin again</source>
   <translation>&amp;Neu beginnen</translation>
  </message>
  <message>
   <source>Open the source that is marked again; a file from its start</source>
   <translation>Die markierte Quelle neu öffnen, eine Datei von vorn</translation>
  </message>
  <message>
   <source>&amp;Save site</source>
   <translation>Standort &amp;speichern</translation>
  </message>
  <message>
   <source>Write sources, lines and zones into the site file</source>
   <translation>Quellen, Linien und Zonen in die Standortdatei schreiben</translation>
  </message>
  <message>
   <source>Save site &amp;as…</source>
   <translation>Standort speichern &amp;unter…</translation>
  </message>
  <message>
   <source>Write them into another site file</source>
   <translation>In eine andere Standortdatei schreiben</translation>
  </message>
  <message>
   <source>Stop watching and close this window</source>
   <translation>Nicht mehr ansehen und dieses Fenster schließen</translation>
  </message>
  <message>
   <source>&amp;Line</source>
   <translation>&amp;Linie</translation>
  </message>
  <message>
   <source>Draw a line that people cross: click twice, or drag</source>
   <translation>Eine Linie zeichnen, die Personen überschreiten: zweimal klicken oder ziehen</translation>
  </message>
  <message>
   <source>&amp;Zone</source>
   <translation>&amp;Zone</translation>
  </message>
  <message>
   <source>Draw an area that people are in: click its corners</source>
   <translation>Einen Bereich zeichnen, in dem Personen sind: die Ecken anklicken</translation>
  </message>
  <message>
   <source>&amp;Mask</source>
   <translation>&amp;Maske</translation>
  </message>
  <message>
   <source>Black an area out: click its corners</source>
   <translation>Einen Bereich schwärzen: die Ecken anklicken</translation>
  </message>
  <message>
   <source>&amp;Rename</source>
   <translation>&amp;Umbenennen</translation>
  </message>
  <message>
   <source>Give the line or zone another name</source>
   <translation>Der Linie oder Zone einen anderen Namen geben</translation>
  </message>
  <message>
   <source>&amp;Turn round</source>
   <translation>Um&amp;drehen</translation>
  </message>
  <message>
   <source>Let the line count the other way as in</source>
   <translation>Die andere Richtung der Linie als hinein zählen</translation>
  </message>
  <message>
   <source>&amp;Delete</source>
   <translation>&amp;Löschen</translation>
  </message>
  <message>
   <source>Delete the line, zone or mask that is marked</source>
   <translation>Die markierte Linie, Zone oder Maske löschen</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>&amp;Rückgängig</translation>
  </message>
  <message>
   <source>Take back the last change to the site</source>
   <translation>Die letzte Änderung am Standort zurücknehmen</translation>
  </message>
  <message>
   <source>R&amp;edo</source>
   <translation>&amp;Wiederholen</translation>
  </message>
  <message>
   <source>Make the change to the site again</source>
   <translation>Die Änderung am Standort wieder vornehmen</translation>
  </message>
  <message>
   <source>All a&amp;like</source>
   <translation>Alle &amp;gleich groß</translation>
  </message>
  <message>
   <source>Show all sources in the same size; 1 to 9 make one large, Esc goes back</source>
   <translation>Alle Quellen gleich groß zeigen; 1 bis 9 machen eine groß, Esc führt zurück</translation>
  </message>
  <message>
   <source>Side &amp;list</source>
   <translation>Seiten&amp;liste</translation>
  </message>
  <message>
   <source>Show lines and zones with their counts beside the images</source>
   <translation>Linien und Zonen mit ihren Zahlen neben den Bildern zeigen</translation>
  </message>
  <message>
   <source>F&amp;ull screen</source>
   <translation>&amp;Vollbild</translation>
  </message>
  <message>
   <source>Fill the screen with the images; Esc leaves</source>
   <translation>Den Bildschirm mit den Bildern füllen; Esc führt zurück</translation>
  </message>
  <message>
   <source>&amp;Loop</source>
   <translation>&amp;Schleife</translation>
  </message>
  <message>
   <source>Begin anew at the end</source>
   <translation>Am Ende von vorn beginnen</translation>
  </message>
  <message>
   <source>&amp;Analyse in the background</source>
   <translation>Im &amp;Hintergrund analysieren</translation>
  </message>
  <message>
   <source>Analyse all of a file while it is watched</source>
   <translation>Eine Datei ganz analysieren, während sie läuft</translation>
  </message>
  <message>
   <source>&amp;Mute</source>
   <translation>S&amp;tumm</translation>
  </message>
  <message>
   <source>Switch the sound off; at other speeds than 1× there is none</source>
   <translation>Den Ton abschalten; bei anderem Tempo als 1× gibt es keinen</translation>
  </message>
  <message>
   <source>&amp;Overlay</source>
   <translation>&amp;Einblendung</translation>
  </message>
  <message>
   <source>Draw boxes and labels on the image</source>
   <translation>Rahmen und Beschriftung ins Bild zeichnen</translation>
  </message>
  <message>
   <source>&amp;Age</source>
   <translation>&amp;Alter</translation>
  </message>
  <message>
   <source>Show the age</source>
   <translation>Das Alter zeigen</translation>
  </message>
  <message>
   <source>&amp;Gender</source>
   <translation>&amp;Geschlecht</translation>
  </message>
  <message>
   <source>Show the gender</source>
   <translation>Das Geschlecht zeigen</translation>
  </message>
  <message>
   <source>&amp;Ethnicity</source>
   <translation>E&amp;thnie</translation>
  </message>
  <message>
   <source>Show the ethnicity</source>
   <translation>Die Ethnie zeigen</translation>
  </message>
  <message>
   <source>Age &amp;interval</source>
   <translation>Alters&amp;intervall</translation>
  </message>
  <message>
   <source>Show how far the age may be off</source>
   <translation>Zeigen, wie weit das Alter daneben liegen kann</translation>
  </message>
  <message>
   <source>&amp;Protect faces</source>
   <translation>Gesichter &amp;schützen</translation>
  </message>
  <message>
   <source>Blur the faces in image, snapshot and recording</source>
   <translation>Gesichter in Bild, Schnappschuss und Aufnahme unkenntlich machen</translation>
  </message>
  <message>
   <source>Side &amp;panel</source>
   <translation>Seiten&amp;leiste</translation>
  </message>
  <message>
   <source>Show people and charts beside the image</source>
   <translation>Personen und Diagramme neben dem Bild zeigen</translation>
  </message>
 </context>
 <context>
  <name>About</name>
  <message>
   <source>Do not use it to decide about people.</source>
   <translation>Entscheiden Sie damit nicht über Menschen.</translation>
  </message>
  <message>
   <source>FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0.</source>
   <translation>FaceLens: Apache License 2.0. Gesichtserkennung: YuNet und MediaPipe, Apache License 2.0.</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>Gruppe</translation>
  </message>
  <message>
   <source>Faces</source>
   <translation>Gesichter</translation>
  </message>
  <message>
   <source>Age, years off</source>
   <translation>Alter, Jahre daneben</translation>
  </message>
  <message>
   <source>Gender wrong</source>
   <translation>Geschlecht falsch</translation>
  </message>
  <message>
   <source>Ethnicity wrong</source>
   <translation>Ethnie falsch</translation>
  </message>
  <message>
   <source>I understand</source>
   <translation>Verstanden</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Estimates, not facts</source>
   <translation>Schätzungen, keine Tatsachen</translation>
  </message>
  <message>
   <source>FaceLens says how a face looks to a model. That may be far from a person's age, and it is never a person's identity. Two genders and five ethnicities are all that the training data knows.</source>
   <translation>FaceLens sagt, wie ein Gesicht auf ein Modell wirkt. Das kann weit vom Alter eines Menschen entfernt sein und ist nie seine Identität. Zwei Geschlechter und fünf Ethnien sind alles, was die Trainingsdaten kennen.</translation>
  </message>
  <message>
   <source>More wrong for some than for others</source>
   <translation>Bei manchen falscher als bei anderen</translation>
  </message>
  <message>
   <source>Nothing leaves this computer</source>
   <translation>Nichts verlässt diesen Computer</translation>
  </message>
  <message>
   <source>All images are analysed here. FaceLens opens no connection but to addresses that you enter.</source>
   <translation>Alle Bilder werden hier analysiert. FaceLens öffnet keine Verbindung außer zu Adressen, die Sie eingeben.</translation>
  </message>
  <message>
   <source>People are recognised while you watch</source>
   <translation>Personen werden beim Zusehen wiedererkannt</translation>
  </message>
  <message>
   <source>Whoever comes back within a video or in front of a camera keeps the number. What faces look like is kept in memory for that alone, and forgotten when another source is opened. The preferences switch it off.</source>
   <translation>Wer in einem Video oder vor einer Kamera wiederkommt, behält seine Nummer. Nur dafür bleibt im Speicher, wie Gesichter aussehen; beim Öffnen einer anderen Quelle wird es vergessen. In den Einstellungen lässt es sich abschalten.</translation>
  </message>
  <message>
   <source>Nothing is stored unless you ask</source>
   <translation>Nichts wird ungefragt gespeichert</translation>
  </message>
  <message>
   <source>Images, videos and tables are written only when you save them. Remembered are your settings and the names of the files opened last.</source>
   <translation>Bilder, Videos und Tabellen werden nur geschrieben, wenn Sie sie speichern. Gemerkt werden Ihre Einstellungen und die Namen der zuletzt geöffneten Dateien.</translation>
  </message>
  <message>
   <source>On average the age is off by {all} years</source>
   <translation>Im Durchschnitt liegt das Alter um {all} Jahre daneben</translation>
  </message>
  <message>
   <source>{group} people</source>
   <translation>Personen der Gruppe {group}</translation>
  </message>
  <message>
   <source>Before you begin</source>
   <translation>Bevor Sie beginnen</translation>
  </message>
  <message>
   <source>About FaceLens</source>
   <translation>Über FaceLens</translation>
  </message>
  <message>
   <source>Copy for a bug report</source>
   <translation>Für Fehlerbericht kopieren</translation>
  </message>
  <message>
   <source>Copy the versions and the engine; no images, no names of files</source>
   <translation>Versionen und Engine kopieren; keine Bilder, keine Dateinamen</translation>
  </message>
  <message>
   <source>Errors differ between groups of people.</source>
   <translation>Die Fehler sind je nach Personengruppe verschieden.</translation>
  </message>
  <message>
   <source>: by {least} for {best}, by {most} for {worst}</source>
   <translation>: um {least} bei {best}, um {most} bei {worst}</translation>
  </message>
  <message>
   <source>; the gender is wrong for {n} in 100 faces</source>
   <translation>; das Geschlecht ist bei {n} von 100 Gesichtern falsch</translation>
  </message>
  <message>
   <source>people aged {years}</source>
   <translation>Personen im Alter von {years}</translation>
  </message>
  <message>
   <source>The model's card holds no metrics.</source>
   <translation>Die Karte des Modells enthält keine Messwerte.</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>Measured on: {data}</source>
   <translation>Gemessen an: {data}</translation>
  </message>
  <message>
   <source>How wrong the model is</source>
   <translation>Wie falsch das Modell liegt</translation>
  </message>
  <message>
   <source>This installation</source>
   <translation>Diese Installation</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>Lizenzen</translation>
  </message>
  <message>
   <source>Version {n}</source>
   <translation>Version {n}</translation>
  </message>
 </context>
 <context>
  <name>AnalyseDialog</name>
  <message>
   <source>There are results already of {names}.</source>
   <translation>Von {names} gibt es schon Ergebnisse.</translation>
  </message>
  <message>
   <source>Analyse whole files</source>
   <translation>Ganze Dateien analysieren</translation>
  </message>
  <message>
   <source>Files to analyse</source>
   <translation>Zu analysierende Dateien</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Dateien hinzufügen…</translation>
  </message>
  <message>
   <source>Add folder…</source>
   <translation>Ordner hinzufügen…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Beside each file</source>
   <translation>Neben jeder Datei</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>Wählen…</translation>
  </message>
  <message>
   <source>Choose the folder to write into</source>
   <translation>Den Ordner für die Ergebnisse wählen</translation>
  </message>
  <message>
   <source>Keep them, and write new files beside them</source>
   <translation>Behalten und neue Dateien danebenlegen</translation>
  </message>
  <message>
   <source>Replace them, once the new ones are complete</source>
   <translation>Ersetzen, sobald die neuen vollständig sind</translation>
  </message>
  <message>
   <source>Folder to write into</source>
   <translation>Ordner für die Ergebnisse</translation>
  </message>
  <message>
   <source>There are results already of {names} and others.</source>
   <translation>Von {names} und anderen gibt es schon Ergebnisse.</translation>
  </message>
  <message>
   <source>What should be analysed?</source>
   <translation>Was soll analysiert werden?</translation>
  </message>
  <message>
   <source>What should be written?</source>
   <translation>Was soll geschrieben werden?</translation>
  </message>
  <message>
   <source>Add to the queue</source>
   <translation>In die Warteschlange</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Of {name} only {part}</source>
   <translation>Von {name} nur {part}</translation>
  </message>
 </context>
 <context>
  <name>Confirm</name>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
 </context>
 <context>
  <name>CrashDialog</name>
  <message>
   <source>Something went wrong</source>
   <translation>Etwas ist schiefgegangen</translation>
  </message>
  <message>
   <source>FaceLens has met a fault of its own. The window goes on; if it behaves oddly, start it again. The details below help to find the fault; they hold no images.</source>
   <translation>FaceLens ist auf einen eigenen Fehler gestoßen. Das Fenster läuft weiter; verhält es sich seltsam, starten Sie es neu. Die Einzelheiten unten helfen, den Fehler zu finden; sie enthalten keine Bilder.</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>Einzelheiten</translation>
  </message>
  <message>
   <source>Copy details</source>
   <translation>Einzelheiten kopieren</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>A file is being analysed. What is done so far is kept, the rest is not analysed.</source>
   <translation>Eine Datei wird gerade analysiert. Was bisher fertig ist, bleibt; der Rest wird nicht analysiert.</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Modelle werden geladen…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames</source>
   <translation>
    <numerusform>%Ln Bild</numerusform>
    <numerusform>%Ln Bilder</numerusform>
   </translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weitermachen</translation>
  </message>
  <message>
   <source>Close all the same</source>
   <translation>Trotzdem schließen</translation>
  </message>
  <message>
   <source>Whole files</source>
   <translation>Ganze Dateien</translation>
  </message>
  <message>
   <source>Nothing is being analysed.</source>
   <translation>Es wird nichts analysiert.</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Dateien hinzufügen…</translation>
  </message>
  <message>
   <source>Remove finished</source>
   <translation>Fertige entfernen</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Sooner</source>
   <translation>Früher</translation>
  </message>
  <message>
   <source>Later</source>
   <translation>Später</translation>
  </message>
  <message>
   <source>Stop…</source>
   <translation>Anhalten…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Open in the window</source>
   <translation>Im Fenster öffnen</translation>
  </message>
  <message>
   <source>Finishing the files…</source>
   <translation>Dateien werden abgeschlossen…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln Person</numerusform>
    <numerusform>%Ln Personen</numerusform>
   </translation>
  </message>
  <message>
   <source>{name} ({older} is left as it was)</source>
   <translation>{name} ({older} bleibt, wie es war)</translation>
  </message>
  <message>
   <source>Stop analysing {name}? What is done so far is kept.</source>
   <translation>Die Analyse von {name} anhalten? Was bisher fertig ist, bleibt.</translation>
  </message>
  <message numerus="yes">
   <source>%Ln files that wait are forgotten.</source>
   <translation>
    <numerusform>%Ln wartende Datei wird vergessen.</numerusform>
    <numerusform>%Ln wartende Dateien werden vergessen.</numerusform>
   </translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>Wartet</translation>
  </message>
  <message>
   <source>Being analysed</source>
   <translation>Wird analysiert</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>Stopped; what was done is kept</source>
   <translation>Angehalten; was fertig war, bleibt</translation>
  </message>
  <message>
   <source>Ended early</source>
   <translation>Vorzeitig beendet</translation>
  </message>
  <message>
   <source>{n} a second</source>
   <translation>{n} je Sekunde</translation>
  </message>
  <message>
   <source>{n} of {all} frames</source>
   <translation>{n} von {all} Bildern</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames in {time}</source>
   <translation>
    <numerusform>%Ln Bild in {time}</numerusform>
    <numerusform>%Ln Bilder in {time}</numerusform>
   </translation>
  </message>
  <message>
   <source>Progress of {name}</source>
   <translation>Fortschritt von {name}</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>noch {time}</translation>
  </message>
  <message>
   <source>mean age {n}</source>
   <translation>mittleres Alter {n}</translation>
  </message>
 </context>
 <context>
  <name>JumpDialog</name>
  <message>
   <source>1:23, 83 (seconds), 1:02:03.5, frame 400, or 50%</source>
   <translation>1:23, 83 (Sekunden), 1:02:03.5, frame 400 oder 50%</translation>
  </message>
  <message>
   <source>Jump to</source>
   <translation>Springen zu</translation>
  </message>
  <message>
   <source>Where to</source>
   <translation>Wohin</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>Los</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>The number of an image, or 50%</source>
   <translation>Die Nummer eines Bildes oder 50%</translation>
  </message>
  <message>
   <source>“{text}” is no place in it.</source>
   <translation>„{text}“ ist keine Stelle darin.</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>Open a video or images</source>
   <translation>Ein Video oder Bilder öffnen</translation>
  </message>
  <message>
   <source>Open address</source>
   <translation>Adresse öffnen</translation>
  </message>
  <message>
   <source>Address of a stream or video (rtsp://, http://, …)</source>
   <translation>Adresse eines Streams oder Videos (rtsp://, http://, …)</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Open a folder of images</source>
   <translation>Einen Ordner mit Bildern öffnen</translation>
  </message>
  <message>
   <source>Videos and images</source>
   <translation>Videos und Bilder</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>Videos</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>Alle Dateien</translation>
  </message>
 </context>
 <context>
  <name>PreferencesDialog</name>
  <message>
   <source>How far away faces are looked for; the further, the slower</source>
   <translation>In welcher Entfernung Gesichter gesucht werden; je weiter, desto langsamer</translation>
  </message>
  <message>
   <source>Faces narrower than this are left out; small ones are read badly</source>
   <translation>Schmalere Gesichter werden ausgelassen; kleine werden schlecht gelesen</translation>
  </message>
  <message>
   <source>What is a face with a lower probability is left out</source>
   <translation>Was mit geringerer Wahrscheinlichkeit ein Gesicht ist, wird ausgelassen</translation>
  </message>
  <message>
   <source>Gives people numbers and averages over time; off, every frame stands for itself</source>
   <translation>Gibt Personen Nummern und mittelt über die Zeit; aus: jedes Bild steht für sich</translation>
  </message>
  <message>
   <source>By their faces, within one source and in memory only; off, each appearance counts as a person</source>
   <translation>An ihren Gesichtern, je Quelle und nur im Speicher; aus: jedes Auftreten zählt als Person</translation>
  </message>
  <message>
   <source>What image, snapshot and recording show of the faces themselves</source>
   <translation>Was Bild, Schnappschuss und Aufnahme von den Gesichtern zeigen</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>What runs the model</source>
   <translation>Worauf das Modell rechnet</translation>
  </message>
  <message>
   <source>What predicts age, gender and ethnicity</source>
   <translation>Was Alter, Geschlecht und Ethnie schätzt</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source>Colours of the window</source>
   <translation>Farben des Fensters</translation>
  </message>
  <message>
   <source>Works from the next start on</source>
   <translation>Gilt ab dem nächsten Start</translation>
  </message>
  <message>
   <source>Changes work at once and are remembered.</source>
   <translation>Änderungen gelten sofort und werden gemerkt.</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>All settings and the window's size as at the first start</source>
   <translation>Alle Einstellungen und die Fenstergröße wie beim ersten Start</translation>
  </message>
  <message>
   <source>Analysis</source>
   <translation>Analyse</translation>
  </message>
  <message>
   <source>Automatic: large on a graphics card</source>
   <translation>Automatisch: groß auf einer Grafikkarte</translation>
  </message>
  <message>
   <source>Small: fast</source>
   <translation>Klein: schnell</translation>
  </message>
  <message>
   <source>Large: right more often, four times the cost</source>
   <translation>Groß: öfter richtig, viermal so teuer</translation>
  </message>
  <message>
   <source>Automatic: fits the scene</source>
   <translation>Automatisch: passend zur Szene</translation>
  </message>
  <message>
   <source>Near: up to 2 m</source>
   <translation>Nah: bis 2 m</translation>
  </message>
  <message>
   <source>Far: up to 5 m</source>
   <translation>Fern: bis 5 m</translation>
  </message>
  <message>
   <source>Wide: small faces in large scenes</source>
   <translation>Weit: kleine Gesichter in großen Szenen</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>As they are</source>
   <translation>Wie sie sind</translation>
  </message>
  <message>
   <source>Blurred</source>
   <translation>Unscharf</translation>
  </message>
  <message>
   <source>Pixelated</source>
   <translation>Verpixelt</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
 </context>
 <context>
  <name>Saver</name>
  <message>
   <source>Saved {path}. It holds {n} of {all} frames; all are in it once the whole file is analysed</source>
   <translation>{path} gespeichert. Enthalten sind {n} von {all} Bildern; alle, sobald die ganze Datei analysiert ist</translation>
  </message>
  <message>
   <source>Image (*.png);;Report (*.html);;Drawing (*.svg);;Numbers (*.csv);;JPEG (*.jpg)</source>
   <translation>Bild (*.png);;Bericht (*.html);;Zeichnung (*.svg);;Zahlen (*.csv);;JPEG (*.jpg)</translation>
  </message>
  <message>
   <source>Save snapshot</source>
   <translation>Schnappschuss speichern</translation>
  </message>
  <message>
   <source>Images (*.png *.jpg)</source>
   <translation>Bilder (*.png *.jpg)</translation>
  </message>
  <message>
   <source>Save table</source>
   <translation>Tabelle speichern</translation>
  </message>
  <message>
   <source>Table (*.csv);;JSON Lines (*.jsonl)</source>
   <translation>Tabelle (*.csv);;JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <source>Contact sheet (*.html)</source>
   <translation>Übersichtsblatt (*.html)</translation>
  </message>
  <message>
   <source>Table of people (*.csv)</source>
   <translation>Tabelle der Personen (*.csv)</translation>
  </message>
  <message>
   <source>JSON Lines (*.jsonl)</source>
   <translation>JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Subtitles (*.ass *.vtt)</source>
   <translation>Untertitel (*.ass *.vtt)</translation>
  </message>
  <message>
   <source>Summary (*.json)</source>
   <translation>Zusammenfassung (*.json)</translation>
  </message>
  <message>
   <source>Save people</source>
   <translation>Personen speichern</translation>
  </message>
  <message>
   <source>Save charts</source>
   <translation>Diagramme speichern</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>Ersetzen</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} gespeichert</translation>
  </message>
  <message>
   <source>{name} is there already. Replace it?</source>
   <translation>{name} gibt es schon. Ersetzen?</translation>
  </message>
 </context>
 <context>
  <name>SeveralDialog</name>
  <message>
   <source>Open several</source>
   <translation>Mehrere öffnen</translation>
  </message>
  <message>
   <source>What should be watched side by side?</source>
   <translation>Was soll nebeneinander zu sehen sein?</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>Quellen</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Dateien hinzufügen…</translation>
  </message>
  <message>
   <source>Add address…</source>
   <translation>Adresse hinzufügen…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Nine at most are shown side by side. Remove some, or put them in the queue.</source>
   <translation>Höchstens neun sind nebeneinander zu sehen. Einige entfernen oder in die Warteschlange stellen.</translation>
  </message>
  <message>
   <source>They share the models, and people are known again from one to the other.</source>
   <translation>Sie teilen sich die Modelle, und Personen werden von einer zur anderen wiedererkannt.</translation>
  </message>
 </context>
 <context>
  <name>Shortcuts</name>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
 </context>
 <context>
  <name>FilmControls</name>
  <message>
   <source>1 person</source>
   <translation>1 Person</translation>
  </message>
  <message>
   <source>Save analysis</source>
   <translation>Analyse speichern</translation>
  </message>
  <message>
   <source>Open analysis</source>
   <translation>Analyse öffnen</translation>
  </message>
  <message>
   <source>{share} analysed</source>
   <translation>{share} analysiert</translation>
  </message>
  <message>
   <source>Analysis (*{ending})</source>
   <translation>Analyse (*{ending})</translation>
  </message>
  <message>
   <source>{name} is not the video that was analysed</source>
   <translation>{name} ist nicht das Video, das analysiert wurde</translation>
  </message>
  <message>
   <source>Part: {part}</source>
   <translation>Abschnitt: {part}</translation>
  </message>
  <message>
   <source>{people}, memory full</source>
   <translation>{people}, Speicher voll</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} Personen</translation>
  </message>
  <message>
   <source>Where is {name}?</source>
   <translation>Wo ist {name}?</translation>
  </message>
  <message>
   <source>Saved {name}</source>
   <translation>{name} gespeichert</translation>
  </message>
 </context>
 <context>
  <name>JobControls</name>
  <message>
   <source>{name} could not be analysed to its end: {reason}</source>
   <translation>{name} konnte nicht bis zum Ende analysiert werden: {reason}</translation>
  </message>
  <message>
   <source>Analysing: {share}, {n} waiting</source>
   <translation>Analyse: {share}, {n} warten</translation>
  </message>
  <message>
   <source>Analysing: {share}</source>
   <translation>Analyse: {share}</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Results of the files that were analysed</source>
   <translation>Ergebnisse der analysierten Dateien</translation>
  </message>
  <message>
   <source>{name} is being analysed; a click shows all files</source>
   <translation>{name} wird analysiert; ein Klick zeigt alle Dateien</translation>
  </message>
  <message>
   <source>Files analysed: {n}</source>
   <translation>Analysierte Dateien: {n}</translation>
  </message>
  <message>
   <source>{name} is analysed</source>
   <translation>{name} ist analysiert</translation>
  </message>
 </context>
 <context>
  <name>Labels</name>
  <message>
   <source>Engine</source>
   <translation>Engine</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Detector range</source>
   <translation>Reichweite</translation>
  </message>
  <message>
   <source>Smallest face</source>
   <translation>Kleinstes Gesicht</translation>
  </message>
  <message>
   <source>Certainty of a face</source>
   <translation>Sicherheit eines Gesichts</translation>
  </message>
  <message>
   <source>Follow people and smooth their values</source>
   <translation>Personen verfolgen und ihre Werte glätten</translation>
  </message>
  <message>
   <source>Recognise people who come back</source>
   <translation>Wiederkehrende Personen erkennen</translation>
  </message>
  <message>
   <source>Faces in the image</source>
   <translation>Gesichter im Bild</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Farbschema</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Open &amp;folder of images…</source>
   <translation>&amp;Ordner mit Bildern öffnen…</translation>
  </message>
  <message>
   <source>Annotated copy</source>
   <translation>Beschriftete Kopie</translation>
  </message>
  <message>
   <source>Table (CSV): one row for each face of each frame</source>
   <translation>Tabelle (CSV): je Gesicht und Bild eine Zeile</translation>
  </message>
  <message>
   <source>Summary (JSON): people, ages, shares</source>
   <translation>Zusammenfassung (JSON): Personen, Alter, Anteile</translation>
  </message>
  <message>
   <source>Automatic: the fastest that works</source>
   <translation>Automatisch: das schnellste, das läuft</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>Prozessor</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA)</source>
   <translation>NVIDIA-Grafikkarte (CUDA)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (TensorRT)</source>
   <translation>NVIDIA-Grafikkarte (TensorRT)</translation>
  </message>
  <message>
   <source>Male</source>
   <translation>Männlich</translation>
  </message>
  <message>
   <source>Female</source>
   <translation>Weiblich</translation>
  </message>
  <message>
   <source>White</source>
   <translation>Weiß</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>Schwarz</translation>
  </message>
  <message>
   <source>Asian</source>
   <translation>Asiatisch</translation>
  </message>
  <message>
   <source>Indian</source>
   <translation>Indisch</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>Andere</translation>
  </message>
  <message>
   <source>Gender unsure</source>
   <translation>Geschlecht unsicher</translation>
  </message>
  <message>
   <source>Ethnicity unsure</source>
   <translation>Ethnie unsicher</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Forget the people, charts and table of this session? What was saved stays.</source>
   <translation>Personen, Diagramme und Tabelle dieser Sitzung vergessen? Gespeichertes bleibt.</translation>
  </message>
  <message>
   <source>Set everything back as at the first start? The list of files opened last is cleared too.</source>
   <translation>Alles wie beim ersten Start einstellen? Auch die Liste der zuletzt geöffneten Dateien wird geleert.</translation>
  </message>
  <message>
   <source>The file can't be analysed in the background: {reason}</source>
   <translation>Die Datei kann nicht im Hintergrund analysiert werden: {reason}</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Modelle werden geladen…</translation>
  </message>
  <message>
   <source>Analysis begins in a moment</source>
   <translation>Die Analyse beginnt gleich</translation>
  </message>
  <message>
   <source>Drop to open</source>
   <translation>Zum Öffnen ablegen</translation>
  </message>
  <message>
   <source>chosen automatically</source>
   <translation>automatisch gewählt</translation>
  </message>
  <message>
   <source>chosen in the settings</source>
   <translation>in den Einstellungen gewählt</translation>
  </message>
  <message>
   <source>Analysis goes on with {name}: {reason}</source>
   <translation>Die Analyse geht mit {name} weiter: {reason}</translation>
  </message>
  <message>
   <source>These settings do not work here, so analysis goes on with those before: {reason}</source>
   <translation>Diese Einstellungen gehen hier nicht, die Analyse läuft mit den vorigen weiter: {reason}</translation>
  </message>
  <message>
   <source>Images are shown without analysis: {reason}</source>
   <translation>Bilder werden ohne Analyse gezeigt: {reason}</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>ein Fehler in FaceLens hat sie beendet</translation>
  </message>
  <message>
   <source>The image is copied</source>
   <translation>Das Bild ist kopiert</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <source>No analysis</source>
   <translation>Keine Analyse</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>Side by side…</source>
   <translation>Nebeneinander…</translation>
  </message>
  <message>
   <source>Analyse all…</source>
   <translation>Alle analysieren…</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Leeren</translation>
  </message>
  <message>
   <source>{name} is opened, the first of {n}</source>
   <translation>{name} ist geöffnet, die erste von {n} Dateien</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Datei</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>&amp;Bearbeiten</translation>
  </message>
  <message>
   <source>&amp;Playback</source>
   <translation>&amp;Wiedergabe</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ansicht</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>&amp;Camera</source>
   <translation>&amp;Kamera</translation>
  </message>
  <message>
   <source>Open &amp;recent</source>
   <translation>&amp;Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>C&amp;lear the list</source>
   <translation>Liste &amp;leeren</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Werkzeuge</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>Kamera wählen</translation>
  </message>
  <message>
   <source>No camera found; plug one in</source>
   <translation>Keine Kamera gefunden; schließen Sie eine an</translation>
  </message>
 </context>
 <context>
  <name>Cameras</name>
  <message>
   <source>Camera {n}</source>
   <translation>Kamera {n}</translation>
  </message>
 </context>
 <context>
  <name>SaveControls</name>
  <message>
   <source>Stop &amp;recording</source>
   <translation>Aufnahme be&amp;enden</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>Auf&amp;nehmen</translation>
  </message>
 </context>
 <context>
  <name>DrawingControls</name>
  <message>
   <source>Drag corners and edges to move them. F2 renames, Del deletes, T turns a line round.</source>
   <translation>Ecken und Kanten lassen sich ziehen. F2 benennt um, Entf löscht, T dreht eine Linie um.</translation>
  </message>
  <message>
   <source>Click where the line begins and where it ends, or drag. The arrow shows which way is in.</source>
   <translation>Anfang und Ende der Linie anklicken, oder ziehen. Der Pfeil zeigt, wo es hineingeht.</translation>
  </message>
  <message>
   <source>Click each corner; Return, a double click or the first corner closes. Backspace takes one back.</source>
   <translation>Jede Ecke anklicken; Eingabe, Doppelklick oder die erste Ecke schließt. Rücktaste nimmt eine zurück.</translation>
  </message>
  <message>
   <source>Click a source, or press its number, to make it large. L, Z and M draw.</source>
   <translation>Eine Quelle anklicken oder ihre Nummer drücken, um sie groß zu zeigen. L, Z und M zeichnen.</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>Linie</translation>
  </message>
  <message>
   <source>Zone</source>
   <translation>Zone</translation>
  </message>
 </context>
 <context>
  <name>SiteWindows</name>
  <message>
   <source>Side by side</source>
   <translation>Nebeneinander</translation>
  </message>
  <message>
   <source>Open site</source>
   <translation>Standort öffnen</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>Standort (*.toml)</translation>
  </message>
  <message>
   <source>Several sources need the package {name}, which is missing: pip install -r {file}</source>
   <translation>Mehrere Quellen brauchen das Paket {name}, das fehlt: pip install -r {file}</translation>
  </message>
 </context>
 <context>
  <name>Shapes</name>
  <message>
   <source>{n} now</source>
   <translation>jetzt {n}</translation>
  </message>
  <message>
   <source>Mask {n}</source>
   <translation>Maske {n}</translation>
  </message>
  <message>
   <source>in {n}  out {m}</source>
   <translation>hinein {n}  hinaus {m}</translation>
  </message>
  <message>
   <source>{n} s</source>
   <translation>{n} s</translation>
  </message>
  <message>
   <source>{n} min</source>
   <translation>{n} min</translation>
  </message>
 </context>
 <context>
  <name>ShapesPanel</name>
  <message>
   <source>Sources, lines and zones</source>
   <translation>Quellen, Linien und Zonen</translation>
  </message>
  <message>
   <source>opening</source>
   <translation>öffnet</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln Person</numerusform>
    <numerusform>%Ln Personen</numerusform>
   </translation>
  </message>
  <message>
   <source>away</source>
   <translation>weg</translation>
  </message>
  <message>
   <source>ended</source>
   <translation>zu Ende</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <source>Line: who goes over it the way of the arrow goes in</source>
   <translation>Linie: wer sie in Richtung des Pfeils überschreitet, geht hinein</translation>
  </message>
  <message>
   <source>Zone: who is in it now, and how long they stay on average</source>
   <translation>Zone: wer jetzt darin ist, und wie lange jemand im Mittel bleibt</translation>
  </message>
  <message>
   <source>Mask: is black before anything looks, once the site goes on with it</source>
   <translation>Maske: ist schwarz, bevor irgendetwas hinsieht</translation>
  </message>
 </context>
 <context>
  <name>SiteMenus</name>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Datei</translation>
  </message>
  <message>
   <source>&amp;Sources</source>
   <translation>&amp;Quellen</translation>
  </message>
  <message>
   <source>&amp;Draw</source>
   <translation>&amp;Zeichnen</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ansicht</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Werkzeuge</translation>
  </message>
 </context>
 <context>
  <name>SiteWindow</name>
  <message>
   <source>The site file was changed by somebody else. What you have changed here is not saved yet.</source>
   <translation>Die Standortdatei wurde von jemand anderem geändert. Was Sie hier geändert haben, ist noch nicht gespeichert.</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people so far</source>
   <translation>
    <numerusform>%Ln Person bisher</numerusform>
    <numerusform>%Ln Personen bisher</numerusform>
   </translation>
  </message>
  <message>
   <source>Close without saving what you have changed of this site?</source>
   <translation>Schließen, ohne Ihre Änderungen an diesem Standort zu speichern?</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Modelle werden geladen…</translation>
  </message>
  <message>
   <source>Take the file's</source>
   <translation>Die der Datei übernehmen</translation>
  </message>
  <message numerus="yes">
   <source>%Ln visits</source>
   <translation>
    <numerusform>%Ln Besuch</numerusform>
    <numerusform>%Ln Besuche</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing is watched</source>
   <translation>Nichts wird beobachtet</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>ein Fehler in FaceLens hat sie beendet</translation>
  </message>
  <message>
   <source>Nine sources at most are shown side by side.</source>
   <translation>Höchstens neun Quellen sind nebeneinander zu sehen.</translation>
  </message>
  <message>
   <source>This is the last source: close the window to stop watching it.</source>
   <translation>Das ist die letzte Quelle: Schließen Sie das Fenster, um sie nicht mehr anzusehen.</translation>
  </message>
  <message>
   <source>Save site</source>
   <translation>Standort speichern</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>Standort (*.toml)</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} gespeichert</translation>
  </message>
  <message>
   <source>{fps} frames per second</source>
   <translation>{fps} Bilder pro Sekunde</translation>
  </message>
  <message>
   <source>Close unsaved</source>
   <translation>Ungespeichert schließen</translation>
  </message>
 </context>
 <context>
  <name>Tile</name>
  <message numerus="yes">
   <source>No new image for %Ln seconds</source>
   <translation>
    <numerusform>Seit %Ln Sekunde kein neues Bild</numerusform>
    <numerusform>Seit %Ln Sekunden kein neues Bild</numerusform>
   </translation>
  </message>
  <message>
   <source>The end</source>
   <translation>Ende</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln Person</numerusform>
    <numerusform>%Ln Personen</numerusform>
   </translation>
  </message>
  <message>
   <source>Away. Trying again…</source>
   <translation>Weg. Neuer Versuch…</translation>
  </message>
  <message>
   <source>Does not open</source>
   <translation>Lässt sich nicht öffnen</translation>
  </message>
  <message>
   <source>Waiting for the first image…</source>
   <translation>Das erste Bild wird erwartet…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>Wird geöffnet…</translation>
  </message>
  <message>
   <source>Play again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. Neuer Versuch…</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>Noch nicht nach Gesichtern durchsucht: als Ganzes verdeckt</translation>
  </message>
  <message>
   <source>{fps} fps</source>
   <translation>{fps} fps</translation>
  </message>
  <message>
   <source>{n} ms old</source>
   <translation>{n} ms alt</translation>
  </message>
 </context>
 <context>
  <name>SourceControls</name>
  <message>
   <source>Try again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>Open again</source>
   <translation>Erneut öffnen</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>&amp;Pause</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>&amp;Wiedergeben</translation>
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>{name} wird geöffnet…</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. Neuer Versuch…</translation>
  </message>
  <message>
   <source>{name} has ended</source>
   <translation>{name} ist zu Ende</translation>
  </message>
  <message>
   <source>{name} gives no new image. It is still waited for.</source>
   <translation>{name} liefert kein neues Bild. Es wird weiter gewartet.</translation>
  </message>
 </context>
 <context>
  <name>AgeCourseChart</name>
  <message>
   <source>{time}: {age} years ({low}–{high})</source>
   <translation>{time}: {age} Jahre ({low}–{high})</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>Alter im Verlauf</translation>
  </message>
  <message>
   <source>Between {low} and {high} years</source>
   <translation>Zwischen {low} und {high} Jahren</translation>
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Message</source>
   <translation>Meldung</translation>
  </message>
  <message>
   <source>Put this message away</source>
   <translation>Diese Meldung schließen</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Schließen</translation>
  </message>
 </context>
 <context>
  <name>Charts</name>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person.</source>
   <translation>Gezählt: {rule}. Wer wiederkommt, ist dieselbe Person.</translation>
  </message>
  <message>
   <source>{low} to {high} in 95 of 100 cases, with the errors that the model makes</source>
   <translation>{low} bis {high} in 95 von 100 Fällen, mit den Fehlern, die das Modell macht</translation>
  </message>
  <message>
   <source>Ages</source>
   <translation>Alter</translation>
  </message>
  <message>
   <source>People by decade of age and gender</source>
   <translation>Personen nach Jahrzehnt des Alters und Geschlecht</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>Ethnie</translation>
  </message>
  <message>
   <source>Share of people</source>
   <translation>Anteil der Personen</translation>
  </message>
  <message>
   <source>People in view</source>
   <translation>Sichtbare Personen</translation>
  </message>
  <message>
   <source>Over time</source>
   <translation>Im Lauf der Zeit</translation>
  </message>
  <message>
   <source>Mean age in view</source>
   <translation>Mittleres Alter der Sichtbaren</translation>
  </message>
  <message>
   <source>nothing analysed, or nobody</source>
   <translation>nichts analysiert, oder niemand</translation>
  </message>
  <message>
   <source>{name}: {n} of {all}</source>
   <translation>{name}: {n} von {all}</translation>
  </message>
  <message>
   <source>different people</source>
   <translation>verschiedene Personen</translation>
  </message>
  <message>
   <source>mean age</source>
   <translation>mittleres Alter</translation>
  </message>
  <message>
   <source>{value} in view</source>
   <translation>{value} zu sehen</translation>
  </message>
  <message>
   <source>{value} years</source>
   <translation>{value} Jahre</translation>
  </message>
  <message>
   <source>person</source>
   <translation>Person</translation>
  </message>
  <message>
   <source>likely {low} to {high} %</source>
   <translation>wohl {low} bis {high} %</translation>
  </message>
 </context>
 <context>
  <name>Gallery</name>
  <message>
   <source>This is no face: delete</source>
   <translation>Kein Gesicht: löschen</translation>
  </message>
  <message>
   <source>Gender is</source>
   <translation>Geschlecht ist</translation>
  </message>
  <message>
   <source>Ethnicity is</source>
   <translation>Ethnie ist</translation>
  </message>
  <message>
   <source>Age is about</source>
   <translation>Alter ist etwa</translation>
  </message>
  <message>
   <source>Somebody else was there at</source>
   <translation>Jemand anderes war da um</translation>
  </message>
  <message>
   <source>This is the same person as</source>
   <translation>Das ist dieselbe Person wie</translation>
  </message>
  <message>
   <source>{people} are the same person</source>
   <translation>{people} sind dieselbe Person</translation>
  </message>
  <message>
   <source>First seen</source>
   <translation>Zuerst gesehen</translation>
  </message>
  <message>
   <source>Longest in view</source>
   <translation>Am längsten zu sehen</translation>
  </message>
  <message>
   <source>Youngest</source>
   <translation>Jüngste</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>Älteste</translation>
  </message>
  <message>
   <source>Most visits</source>
   <translation>Meiste Besuche</translation>
  </message>
  <message>
   <source>Least sure</source>
   <translation>Unsicherste</translation>
  </message>
  <message>
   <source>Search: women 20-35, seen at least 10 s</source>
   <translation>Suche: women 20-35, seen at least 10 s</translation>
  </message>
  <message>
   <source>Search people</source>
   <translation>Personen suchen</translation>
  </message>
  <message>
   <source>Sort people</source>
   <translation>Personen sortieren</translation>
  </message>
  <message>
   <source>Nobody is known yet.</source>
   <translation>Noch ist niemand bekannt.</translation>
  </message>
  <message>
   <source>Everybody in the film</source>
   <translation>Alle Personen des Films</translation>
  </message>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person; between {low} and {high} are possible.</source>
   <translation>Gezählt: {rule}. Wer wiederkommt, ist dieselbe Person; möglich sind {low} bis {high}.</translation>
  </message>
  <message>
   <source>Nobody fits this search.</source>
   <translation>Niemand passt zu dieser Suche.</translation>
  </message>
  <message>
   <source>1 person</source>
   <translation>1 Person</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>Alles über diese Person</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} Bilder</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} von {all}</translation>
  </message>
  <message>
   <source>{n} visits</source>
   <translation>{n} Besuche</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} Personen</translation>
  </message>
 </context>
 <context>
  <name>EmptyState</name>
  <message>
   <source>Drop a video or an image here</source>
   <translation>Video oder Bild hier ablegen</translation>
  </message>
  <message>
   <source>Age, gender and ethnicity of its faces, estimated on this computer</source>
   <translation>Alter, Geschlecht und Ethnie der Gesichter, auf diesem Computer geschätzt</translation>
  </message>
  <message>
   <source>Open a file</source>
   <translation>Datei öffnen</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>Kamera wählen</translation>
  </message>
  <message>
   <source>Show a camera's image</source>
   <translation>Das Bild einer Kamera zeigen</translation>
  </message>
  <message>
   <source>Play the demo</source>
   <translation>Demo abspielen</translation>
  </message>
  <message>
   <source>Opened last</source>
   <translation>Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>Open {name} again</source>
   <translation>{name} wieder öffnen</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
  <message>
   <source>Click to highlight this person in the image, double click for all about them</source>
   <translation>Klick hebt diese Person im Bild hervor, Doppelklick zeigt alles über sie</translation>
  </message>
  <message>
   <source>Click to highlight this person in the image</source>
   <translation>Klicken, um diese Person im Bild hervorzuheben</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>Alles über diese Person</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} Jahre</translation>
  </message>
 </context>
 <context>
  <name>PeopleInView</name>
  <message>
   <source>Different people since the file was opened. Counted: {rule}. Who has just come is in view, and counts a moment later.</source>
   <translation>Verschiedene Personen, seit die Datei offen ist. Gezählt: {rule}. Wer gerade gekommen ist, ist zu sehen und zählt einen Augenblick später.</translation>
  </message>
  <message>
   <source>1 counted</source>
   <translation>1 gezählt</translation>
  </message>
  <message>
   <source>Whoever is in the image appears here.</source>
   <translation>Wer im Bild ist, erscheint hier.</translation>
  </message>
  <message>
   <source>{n} in view</source>
   <translation>{n} zu sehen</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>und {n} weitere</translation>
  </message>
  <message>
   <source>Faces appear as soon as the models are loaded.</source>
   <translation>Gesichter erscheinen, sobald die Modelle geladen sind.</translation>
  </message>
  <message>
   <source>Nobody in view.</source>
   <translation>Niemand zu sehen.</translation>
  </message>
  <message>
   <source>{n} counted</source>
   <translation>{n} gezählt</translation>
  </message>
 </context>
 <context>
  <name>PeopleTab</name>
  <message>
   <source>In view</source>
   <translation>Zu sehen</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Alle</translation>
  </message>
 </context>
 <context>
  <name>PersonPage</name>
  <message>
   <source>It is not certain that all appearances are the same person's</source>
   <translation>Es ist nicht sicher, dass alle Auftritte dieselbe Person zeigen</translation>
  </message>
  <message>
   <source>Back to everybody (Esc)</source>
   <translation>Zurück zu allen (Esc)</translation>
  </message>
  <message>
   <source>The person before (←)</source>
   <translation>Die Person davor (←)</translation>
  </message>
  <message>
   <source>The next person (→)</source>
   <translation>Die nächste Person (→)</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>Alter im Verlauf</translation>
  </message>
  <message>
   <source>Gender</source>
   <translation>Geschlecht</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>Ethnie</translation>
  </message>
  <message>
   <source>Appearances</source>
   <translation>Auftritte</translation>
  </message>
  <message>
   <source>A click goes there</source>
   <translation>Ein Klick führt dorthin</translation>
  </message>
  <message>
   <source>Correct…</source>
   <translation>Berichtigen…</translation>
  </message>
  <message>
   <source>Say what is wrong about this person</source>
   <translation>Sagen, was an dieser Person falsch ist</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>{time} in view, {n} frames</source>
   <translation>{time} im Bild, {n} Einzelbilder</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} Jahre</translation>
  </message>
  <message>
   <source>{low}–{high} in 4 of 5 cases</source>
   <translation>{low}–{high} in 4 von 5 Fällen</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} Bilder</translation>
  </message>
  <message>
   <source>Appearances: {n}</source>
   <translation>Auftritte: {n}</translation>
  </message>
  <message>
   <source>Image {n}</source>
   <translation>Bild {n}</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} von {all}</translation>
  </message>
  <message>
   <source>corrected</source>
   <translation>berichtigt</translation>
  </message>
 </context>
 <context>
  <name>RecordingBadge</name>
  <message>
   <source>Recording: {text}</source>
   <translation>Aufnahme: {text}</translation>
  </message>
 </context>
 <context>
  <name>SidePanel</name>
  <message>
   <source>People</source>
   <translation>Personen</translation>
  </message>
  <message>
   <source>Charts</source>
   <translation>Diagramme</translation>
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>Frames a second that the source gives</source>
   <translation>Bilder je Sekunde, die die Quelle liefert</translation>
  </message>
  <message>
   <source>Frames a second that are analysed and shown</source>
   <translation>Bilder je Sekunde, die analysiert und gezeigt werden</translation>
  </message>
  <message>
   <source>Frames passed over since newer ones had arrived</source>
   <translation>Bilder, die übergangen wurden, weil neuere da waren</translation>
  </message>
  <message>
   <source>Time between a frame's due moment and its appearance on the screen</source>
   <translation>Zeit zwischen dem Soll-Zeitpunkt eines Bildes und seinem Erscheinen</translation>
  </message>
  <message>
   <source>Images that could not be read, and why</source>
   <translation>Bilder, die nicht gelesen werden konnten, und warum</translation>
  </message>
  <message>
   <source>{n} skipped</source>
   <translation>{n} übersprungen</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>Pause</translation>
  </message>
  <message>
   <source>Analysis can't keep up: only part of the frames is analysed and shown, the newest each time</source>
   <translation>Die Analyse kommt nicht mit: nur ein Teil der Bilder wird analysiert und gezeigt, jeweils das neueste</translation>
  </message>
  <message>
   <source>Source {n} fps</source>
   <translation>Quelle {n} fps</translation>
  </message>
  <message>
   <source>Analysed {n} fps</source>
   <translation>Analysiert {n} fps</translation>
  </message>
  <message>
   <source>Dropped {n}</source>
   <translation>Verworfen {n}</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>und {n} weitere</translation>
  </message>
  <message>
   <source>Latency {n} ms</source>
   <translation>Verzögerung {n} ms</translation>
  </message>
 </context>
 <context>
  <name>Timeline</name>
  <message>
   <source>Let the analysis go on</source>
   <translation>Die Analyse weiterlaufen lassen</translation>
  </message>
  <message>
   <source>Hold the analysis of this file</source>
   <translation>Die Analyse dieser Datei anhalten</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weitermachen</translation>
  </message>
  <message>
   <source>Hold</source>
   <translation>Anhalten</translation>
  </message>
 </context>
 <context>
  <name>_Chart</name>
  <message>
   <source>Timeline</source>
   <translation>Zeitleiste</translation>
  </message>
  <message>
   <source>Who is in view when; a click goes there, the wheel zooms</source>
   <translation>Wer wann zu sehen ist; ein Klick geht dorthin, das Rad vergrößert</translation>
  </message>
 </context>
 <context>
  <name>TransportBar</name>
  <message>
   <source>Volume; sound is played at normal speed</source>
   <translation>Lautstärke; Ton gibt es bei normaler Geschwindigkeit</translation>
  </message>
  <message>
   <source>the end</source>
   <translation>zum Ende</translation>
  </message>
  <message>
   <source>Position</source>
   <translation>Stelle</translation>
  </message>
  <message>
   <source>Position: drag, click, or use the arrow keys, Home and End</source>
   <translation>Stelle: ziehen, klicken oder Pfeiltasten, Pos1 und Ende</translation>
  </message>
  <message>
   <source>LIVE</source>
   <translation>LIVE</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>Geschwindigkeit</translation>
  </message>
  <message>
   <source>Speed of the video ([ slower, ] faster)</source>
   <translation>Geschwindigkeit des Videos ([ langsamer, ] schneller)</translation>
  </message>
  <message>
   <source>Volume</source>
   <translation>Lautstärke</translation>
  </message>
  <message>
   <source>{start} to {end}</source>
   <translation>{start} bis {end}</translation>
  </message>
  <message>
   <source>No sound device was found</source>
   <translation>Kein Tongerät gefunden</translation>
  </message>
  <message>
   <source>Time {time}</source>
   <translation>Zeit {time}</translation>
  </message>
  <message>
   <source>frame {n}</source>
   <translation>Bild {n}</translation>
  </message>
 </context>
 <context>
  <name>VideoView</name>
  <message>
   <source>Image</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>The video or image, with the faces found in it</source>
   <translation>Das Video oder Bild mit den gefundenen Gesichtern</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>Noch nicht nach Gesichtern durchsucht: als Ganzes verdeckt</translation>
  </message>
 </context>
</TS>
