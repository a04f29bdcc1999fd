<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
 <context>
  <name>Actions</name>
  <message>
   <source>&amp;Open file…</source>
   <translation>&amp;Abrir archivo…</translation>
  </message>
  <message>
   <source>Open a video or images</source>
   <translation>Abrir un vídeo o imágenes</translation>
  </message>
  <message>
   <source>Look through the images of a folder</source>
   <translation>Recorrer las imágenes de una carpeta</translation>
  </message>
  <message>
   <source>Open &amp;address…</source>
   <translation>Abrir &amp;dirección…</translation>
  </message>
  <message>
   <source>Open a stream or a video on a server</source>
   <translation>Abrir una transmisión o un vídeo de un servidor</translation>
  </message>
  <message>
   <source>Play the &amp;demo</source>
   <translation>Reproducir la &amp;demo</translation>
  </message>
  <message>
   <source>Play the built-in clip</source>
   <translation>Reproducir el clip incluido</translation>
  </message>
  <message>
   <source>Open se&amp;veral…</source>
   <translation>Abrir &amp;varios…</translation>
  </message>
  <message>
   <source>Watch files, cameras and addresses side by side</source>
   <translation>Ver archivos, cámaras y direcciones lado a lado</translation>
  </message>
  <message>
   <source>Open s&amp;ite…</source>
   <translation>Abrir s&amp;itio…</translation>
  </message>
  <message>
   <source>Watch what a site file names</source>
   <translation>Ver lo que indica un archivo de sitio</translation>
  </message>
  <message>
   <source>&amp;Close</source>
   <translation>&amp;Cerrar</translation>
  </message>
  <message>
   <source>Close what is playing</source>
   <translation>Cerrar lo que se reproduce</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>&amp;Salir</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>Cerrar la ventana</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>&amp;Reproducir</translation>
  </message>
  <message>
   <source>Play or pause</source>
   <translation>Reproducir o pausar</translation>
  </message>
  <message>
   <source>Frame &amp;back</source>
   <translation>Fotograma &amp;anterior</translation>
  </message>
  <message>
   <source>Show the frame before</source>
   <translation>Mostrar el fotograma anterior</translation>
  </message>
  <message>
   <source>Frame &amp;forward</source>
   <translation>Fotograma &amp;siguiente</translation>
  </message>
  <message>
   <source>Show the next frame</source>
   <translation>Mostrar el fotograma siguiente</translation>
  </message>
  <message>
   <source>5 seconds back</source>
   <translation>5 segundos atrás</translation>
  </message>
  <message>
   <source>Go back 5 seconds; with images, to the one before</source>
   <translation>Retroceder 5 segundos; con imágenes, a la anterior</translation>
  </message>
  <message>
   <source>5 seconds on</source>
   <translation>5 segundos adelante</translation>
  </message>
  <message>
   <source>Go on 5 seconds; with images, to the next one</source>
   <translation>Avanzar 5 segundos; con imágenes, a la siguiente</translation>
  </message>
  <message>
   <source>To the &amp;start</source>
   <translation>Al &amp;principio</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>Ir al primer fotograma</translation>
  </message>
  <message>
   <source>To the &amp;end</source>
   <translation>Al &amp;final</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>Ir al último fotograma</translation>
  </message>
  <message>
   <source>&amp;Jump to…</source>
   <translation>Sa&amp;ltar a…</translation>
  </message>
  <message>
   <source>Go to a time, a frame or a share of the whole</source>
   <translation>Ir a un tiempo, un fotograma o una parte del total</translation>
  </message>
  <message>
   <source>1 second back</source>
   <translation>1 segundo atrás</translation>
  </message>
  <message>
   <source>Go back 1 second</source>
   <translation>Retroceder 1 segundo</translation>
  </message>
  <message>
   <source>S&amp;top</source>
   <translation>De&amp;tener</translation>
  </message>
  <message>
   <source>Stop; the next start is at normal speed</source>
   <translation>Detener; se reanuda a velocidad normal</translation>
  </message>
  <message>
   <source>Play, then faster</source>
   <translation>Reproducir, luego más rápido</translation>
  </message>
  <message>
   <source>Play; again for twice and four times the speed</source>
   <translation>Reproducir; otra vez para el doble y el cuádruple de velocidad</translation>
  </message>
  <message>
   <source>&amp;Slower</source>
   <translation>Más &amp;lento</translation>
  </message>
  <message>
   <source>Play slower</source>
   <translation>Reproducir más despacio</translation>
  </message>
  <message>
   <source>F&amp;aster</source>
   <translation>Más &amp;rápido</translation>
  </message>
  <message>
   <source>Play faster</source>
   <translation>Reproducir más deprisa</translation>
  </message>
  <message>
   <source>Open what was c&amp;opied</source>
   <translation>Abrir lo c&amp;opiado</translation>
  </message>
  <message>
   <source>Open the files or the address on the clipboard</source>
   <translation>Abrir los archivos o la dirección del portapapeles</translation>
  </message>
  <message>
   <source>&amp;Snapshot…</source>
   <translation>&amp;Instantánea…</translation>
  </message>
  <message>
   <source>Save the image as it is shown</source>
   <translation>Guardar la imagen tal como se ve</translation>
  </message>
  <message>
   <source>Co&amp;py image</source>
   <translation>Co&amp;piar imagen</translation>
  </message>
  <message>
   <source>Copy the image as it is shown</source>
   <translation>Copiar la imagen tal como se ve</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>&amp;Grabar</translation>
  </message>
  <message>
   <source>Record the annotated video, at once</source>
   <translation>Grabar el vídeo anotado, al momento</translation>
  </message>
  <message>
   <source>&amp;Export table…</source>
   <translation>&amp;Exportar tabla…</translation>
  </message>
  <message>
   <source>Save one row for each face of each frame</source>
   <translation>Guardar una fila por cada rostro de cada fotograma</translation>
  </message>
  <message>
   <source>Export peo&amp;ple…</source>
   <translation>Exportar &amp;personas…</translation>
  </message>
  <message>
   <source>Save who is listed: contact sheet, table, subtitles</source>
   <translation>Guardar a quienes están en la lista: hoja de contactos, tabla, subtítulos</translation>
  </message>
  <message>
   <source>Export &amp;charts…</source>
   <translation>Exportar &amp;gráficos…</translation>
  </message>
  <message>
   <source>Save the charts as an image</source>
   <translation>Guardar los gráficos como imagen</translation>
  </message>
  <message>
   <source>&amp;Analyse whole files…</source>
   <translation>&amp;Analizar archivos enteros…</translation>
  </message>
  <message>
   <source>Analyse files at full speed, in the background</source>
   <translation>Analizar archivos a toda velocidad, en segundo plano</translation>
  </message>
  <message>
   <source>&amp;Whole files</source>
   <translation>Archivos &amp;enteros</translation>
  </message>
  <message>
   <source>Show the files that are analysed, wait for it, or are done</source>
   <translation>Mostrar los archivos que se analizan, esperan o están listos</translation>
  </message>
  <message>
   <source>Clear the &amp;session</source>
   <translation>Vaciar la &amp;sesión</translation>
  </message>
  <message>
   <source>Begin counting and charts anew</source>
   <translation>Empezar de nuevo el recuento y los gráficos</translation>
  </message>
  <message>
   <source>&amp;Full screen</source>
   <translation>&amp;Pantalla completa</translation>
  </message>
  <message>
   <source>Fill the screen with the image; Esc leaves</source>
   <translation>Llenar la pantalla con la imagen; Esc para salir</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>A&amp;mpliar</translation>
  </message>
  <message>
   <source>Enlarge the image (also the mouse wheel)</source>
   <translation>Ampliar la imagen (también con la rueda del ratón)</translation>
  </message>
  <message>
   <source>Zoom o&amp;ut</source>
   <translation>&amp;Reducir</translation>
  </message>
  <message>
   <source>Make the image smaller</source>
   <translation>Reducir la imagen</translation>
  </message>
  <message>
   <source>Whole i&amp;mage</source>
   <translation>Imagen c&amp;ompleta</translation>
  </message>
  <message>
   <source>Show the whole image</source>
   <translation>Mostrar la imagen completa</translation>
  </message>
  <message>
   <source>P&amp;eople</source>
   <translation>P&amp;ersonas</translation>
  </message>
  <message>
   <source>Show the people in view</source>
   <translation>Mostrar las personas a la vista</translation>
  </message>
  <message>
   <source>&amp;Charts</source>
   <translation>&amp;Gráficos</translation>
  </message>
  <message>
   <source>Show the session's charts</source>
   <translation>Mostrar los gráficos de la sesión</translation>
  </message>
  <message>
   <source>E&amp;verybody</source>
   <translation>&amp;Todas las personas</translation>
  </message>
  <message>
   <source>Show everybody in the film</source>
   <translation>Mostrar a todas las personas del vídeo</translation>
  </message>
  <message>
   <source>Save ana&amp;lysis…</source>
   <translation>Guardar aná&amp;lisis…</translation>
  </message>
  <message>
   <source>Save what is known of the file, with your corrections</source>
   <translation>Guardar lo que se sabe del archivo, con sus correcciones</translation>
  </message>
  <message>
   <source>Open analysi&amp;s…</source>
   <translation>Abrir análisi&amp;s…</translation>
  </message>
  <message>
   <source>Open a saved analysis with its video</source>
   <translation>Abrir un análisis guardado con su vídeo</translation>
  </message>
  <message>
   <source>&amp;Undo correction</source>
   <translation>&amp;Deshacer corrección</translation>
  </message>
  <message>
   <source>Take back the last correction</source>
   <translation>Deshacer la última corrección</translation>
  </message>
  <message>
   <source>&amp;Redo correction</source>
   <translation>&amp;Rehacer corrección</translation>
  </message>
  <message>
   <source>Make the correction again</source>
   <translation>Hacer de nuevo la corrección</translation>
  </message>
  <message>
   <source>Part &amp;begins here</source>
   <translation>El tramo &amp;empieza aquí</translation>
  </message>
  <message>
   <source>Let the chosen part of the file begin here</source>
   <translation>Hacer que el tramo elegido del archivo empiece aquí</translation>
  </message>
  <message>
   <source>Part &amp;ends here</source>
   <translation>El tramo &amp;termina aquí</translation>
  </message>
  <message>
   <source>Let the chosen part of the file end here</source>
   <translation>Hacer que el tramo elegido del archivo termine aquí</translation>
  </message>
  <message>
   <source>All of the &amp;file</source>
   <translation>Todo el &amp;archivo</translation>
  </message>
  <message>
   <source>Choose no part of the file any more</source>
   <translation>No elegir ya ningún tramo del archivo</translation>
  </message>
  <message>
   <source>&amp;Settings…</source>
   <translation>&amp;Ajustes…</translation>
  </message>
  <message>
   <source>Engine, detector, smoothing, theme</source>
   <translation>Motor, detector, suavizado, tema</translation>
  </message>
  <message>
   <source>&amp;Keys</source>
   <translation>Te&amp;clas</translation>
  </message>
  <message>
   <source>Show what the keys do</source>
   <translation>Mostrar qué hacen las teclas</translation>
  </message>
  <message>
   <source>&amp;About FaceLens</source>
   <translation>&amp;Acerca de FaceLens</translation>
  </message>
  <message>
   <source>What the estimates are worth, and what happens to your images</source>
   <translation>Qué valen las estimaciones y qué ocurre con sus imágenes</translation>
  </message>
  <message>
   <source>&amp;Add files…</source>
   <translation>&amp;Añadir archivos…</translation>
  </message>
  <message>
   <source>Watch further files beside these</source>
   <translation>Ver más archivos junto a estos</translation>
  </message>
  <message>
   <source>Add a&amp;ddress…</source>
   <translation>Añadir &amp;dirección…</translation>
  </message>
  <message>
   <source>Watch a stream or a camera beside these</source>
   <translation>Ver una transmisión o una cámara junto a estos</translation>
  </message>
  <message>
   <source>&amp;Remove source</source>
   <translation>&amp;Quitar fuente</translation>
  </message>
  <message>
   <source>Stop watching the source that is marked</source>
   <translation>Dejar de ver la fuente marcada</translation>
  </message>
  <message>
   <source>&amp;Begin again</source>
   <translation>&amp;Empezar de nuevo</translation>
  </message>
  <message>
   <source>Open the source that is marked again; a file from its start</source>
   <translation>Abrir de nuevo la fuente marcada; un archivo, desde el principio</translation>
  </message>
  <message>
   <source>&amp;Save site</source>
   <translation>&amp;Guardar sitio</translation>
  </message>
  <message>
   <source>Write sources, lines and zones into the site file</source>
   <translation>Escribir fuentes, líneas y zonas en el archivo de sitio</translation>
  </message>
  <message>
   <source>Save site &amp;as…</source>
   <translation>Guardar sitio &amp;como…</translation>
  </message>
  <message>
   <source>Write them into another site file</source>
   <translation>Escribirlos en otro archivo de sitio</translation>
  </message>
  <message>
   <source>Stop watching and close this window</source>
   <translation>Dejar de ver y cerrar esta ventana</translation>
  </message>
  <message>
   <source>&amp;Line</source>
   <translation>&amp;Línea</translation>
  </message>
  <message>
   <source>Draw a line that people cross: click twice, or drag</source>
   <translation>Dibujar una línea que cruzan las personas: dos clics, o arrastrar</translation>
  </message>
  <message>
   <source>&amp;Zone</source>
   <translation>&amp;Zona</translation>
  </message>
  <message>
   <source>Draw an area that people are in: click its corners</source>
   <translation>Dibujar un área en la que hay personas: clic en sus esquinas</translation>
  </message>
  <message>
   <source>&amp;Mask</source>
   <translation>&amp;Máscara</translation>
  </message>
  <message>
   <source>Black an area out: click its corners</source>
   <translation>Tapar un área en negro: clic en sus esquinas</translation>
  </message>
  <message>
   <source>&amp;Rename</source>
   <translation>&amp;Cambiar nombre</translation>
  </message>
  <message>
   <source>Give the line or zone another name</source>
   <translation>Dar otro nombre a la línea o zona</translation>
  </message>
  <message>
   <source>&amp;Turn round</source>
   <translation>&amp;Invertir</translation>
  </message>
  <message>
   <source>Let the line count the other way as in</source>
   <translation>Contar como entrada el otro sentido de la línea</translation>
  </message>
  <message>
   <source>&amp;Delete</source>
   <translation>&amp;Borrar</translation>
  </message>
  <message>
   <source>Delete the line, zone or mask that is marked</source>
   <translation>Borrar la línea, zona o máscara marcada</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>&amp;Deshacer</translation>
  </message>
  <message>
   <source>Take back the last change to the site</source>
   <translation>Deshacer el último cambio del sitio</translation>
  </message>
  <message>
   <source>R&amp;edo</source>
   <translation>R&amp;ehacer</translation>
  </message>
  <message>
   <source>Make the change to the site again</source>
   <translation>Volver a hacer el cambio del sitio</translation>
  </message>
  <message>
   <source>All a&amp;like</source>
   <translation>Todas i&amp;guales</translation>
  </message>
  <message>
   <source>Show all sources in the same size; 1 to 9 make one large, Esc goes back</source>
   <translation>Mostrar todas las fuentes del mismo tamaño; 1 a 9 amplían una, Esc vuelve</translation>
  </message>
  <message>
   <source>Side &amp;list</source>
   <translation>&amp;Lista lateral</translation>
  </message>
  <message>
   <source>Show lines and zones with their counts beside the images</source>
   <translation>Mostrar líneas y zonas con sus cuentas junto a las imágenes</translation>
  </message>
  <message>
   <source>F&amp;ull screen</source>
   <translation>&amp;Pantalla completa</translation>
  </message>
  <message>
   <source>Fill the screen with the images; Esc leaves</source>
   <translation>Llenar la pantalla con las imágenes; Esc sale</translation>
  </message>
  <message>
   <source>&amp;Loop</source>
   <translation>&amp;Bucle</translation>
  </message>
  <message>
   <source>Begin anew at the end</source>
   <translation>Empezar de nuevo al final</translation>
  </message>
  <message>
   <source>&amp;Analyse in the background</source>
   <translation>&amp;Analizar en segundo plano</translation>
  </message>
  <message>
   <source>Analyse all of a file while it is watched</source>
   <translation>Analizar todo el archivo mientras se ve</translation>
  </message>
  <message>
   <source>&amp;Mute</source>
   <translation>&amp;Silenciar</translation>
  </message>
  <message>
   <source>Switch the sound off; at other speeds than 1× there is none</source>
   <translation>Quitar el sonido; a otra velocidad que 1× no lo hay</translation>
  </message>
  <message>
   <source>&amp;Overlay</source>
   <translation>&amp;Superposición</translation>
  </message>
  <message>
   <source>Draw boxes and labels on the image</source>
   <translation>Dibujar recuadros y etiquetas en la imagen</translation>
  </message>
  <message>
   <source>&amp;Age</source>
   <translation>&amp;Edad</translation>
  </message>
  <message>
   <source>Show the age</source>
   <translation>Mostrar la edad</translation>
  </message>
  <message>
   <source>&amp;Gender</source>
   <translation>&amp;Género</translation>
  </message>
  <message>
   <source>Show the gender</source>
   <translation>Mostrar el género</translation>
  </message>
  <message>
   <source>&amp;Ethnicity</source>
   <translation>E&amp;tnia</translation>
  </message>
  <message>
   <source>Show the ethnicity</source>
   <translation>Mostrar la etnia</translation>
  </message>
  <message>
   <source>Age &amp;interval</source>
   <translation>&amp;Intervalo de edad</translation>
  </message>
  <message>
   <source>Show how far the age may be off</source>
   <translation>Mostrar cuánto puede desviarse la edad</translation>
  </message>
  <message>
   <source>&amp;Protect faces</source>
   <translation>&amp;Proteger rostros</translation>
  </message>
  <message>
   <source>Blur the faces in image, snapshot and recording</source>
   <translation>Difuminar los rostros en imagen, instantánea y grabación</translation>
  </message>
  <message>
   <source>Side &amp;panel</source>
   <translation>Panel &amp;lateral</translation>
  </message>
  <message>
   <source>Show people and charts beside the image</source>
   <translation>Mostrar personas y gráficos junto a la imagen</translation>
  </message>
 </context>
 <context>
  <name>About</name>
  <message>
   <source>Do not use it to decide about people.</source>
   <translation>No lo use para decidir sobre personas.</translation>
  </message>
  <message>
   <source>FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0.</source>
   <translation>FaceLens: Apache License 2.0. Detección de rostros: YuNet y MediaPipe, Apache License 2.0.</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>Grupo</translation>
  </message>
  <message>
   <source>Faces</source>
   <translation>Rostros</translation>
  </message>
  <message>
   <source>Age, years off</source>
   <translation>Edad, años de error</translation>
  </message>
  <message>
   <source>Gender wrong</source>
   <translation>Género erróneo</translation>
  </message>
  <message>
   <source>Ethnicity wrong</source>
   <translation>Etnia errónea</translation>
  </message>
  <message>
   <source>I understand</source>
   <translation>Entendido</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Cerrar</translation>
  </message>
  <message>
   <source>Estimates, not facts</source>
   <translation>Estimaciones, no hechos</translation>
  </message>
  <message>
   <source>FaceLens says how a face looks to a model. That may be far from a person's age, and it is never a person's identity. Two genders and five ethnicities are all that the training data knows.</source>
   <translation>FaceLens dice cómo ve un modelo un rostro. Eso puede estar lejos de la edad de una persona y nunca es su identidad. Dos géneros y cinco etnias son todo lo que conocen los datos de entrenamiento.</translation>
  </message>
  <message>
   <source>More wrong for some than for others</source>
   <translation>Más erróneo con unos que con otros</translation>
  </message>
  <message>
   <source>Nothing leaves this computer</source>
   <translation>Nada sale de este ordenador</translation>
  </message>
  <message>
   <source>All images are analysed here. FaceLens opens no connection but to addresses that you enter.</source>
   <translation>Todas las imágenes se analizan aquí. FaceLens no abre ninguna conexión salvo a las direcciones que usted introduce.</translation>
  </message>
  <message>
   <source>People are recognised while you watch</source>
   <translation>Las personas se reconocen mientras mira</translation>
  </message>
  <message>
   <source>Whoever comes back within a video or in front of a camera keeps the number. What faces look like is kept in memory for that alone, and forgotten when another source is opened. The preferences switch it off.</source>
   <translation>Quien vuelve en un vídeo o ante una cámara conserva su número. Solo para eso se guarda en memoria cómo son los rostros, y se olvida al abrir otra fuente. Puede desactivarse en los ajustes.</translation>
  </message>
  <message>
   <source>Nothing is stored unless you ask</source>
   <translation>No se guarda nada sin que lo pida</translation>
  </message>
  <message>
   <source>Images, videos and tables are written only when you save them. Remembered are your settings and the names of the files opened last.</source>
   <translation>Imágenes, vídeos y tablas se escriben solo cuando usted los guarda. Se recuerdan sus ajustes y los nombres de los últimos archivos abiertos.</translation>
  </message>
  <message>
   <source>On average the age is off by {all} years</source>
   <translation>De media la edad se desvía {all} años</translation>
  </message>
  <message>
   <source>{group} people</source>
   <translation>personas del grupo {group}</translation>
  </message>
  <message>
   <source>Before you begin</source>
   <translation>Antes de empezar</translation>
  </message>
  <message>
   <source>About FaceLens</source>
   <translation>Acerca de FaceLens</translation>
  </message>
  <message>
   <source>Copy for a bug report</source>
   <translation>Copiar para un informe de error</translation>
  </message>
  <message>
   <source>Copy the versions and the engine; no images, no names of files</source>
   <translation>Copiar las versiones y el motor; sin imágenes ni nombres de archivos</translation>
  </message>
  <message>
   <source>Errors differ between groups of people.</source>
   <translation>Los errores varían según el grupo de personas.</translation>
  </message>
  <message>
   <source>: by {least} for {best}, by {most} for {worst}</source>
   <translation>: {least} con {best}, {most} con {worst}</translation>
  </message>
  <message>
   <source>; the gender is wrong for {n} in 100 faces</source>
   <translation>; el género es erróneo en {n} de cada 100 rostros</translation>
  </message>
  <message>
   <source>people aged {years}</source>
   <translation>personas de {years} años</translation>
  </message>
  <message>
   <source>The model's card holds no metrics.</source>
   <translation>La ficha del modelo no contiene medidas.</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Todos</translation>
  </message>
  <message>
   <source>Measured on: {data}</source>
   <translation>Medido con: {data}</translation>
  </message>
  <message>
   <source>How wrong the model is</source>
   <translation>Cuánto se equivoca el modelo</translation>
  </message>
  <message>
   <source>This installation</source>
   <translation>Esta instalación</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>Licencias</translation>
  </message>
  <message>
   <source>Version {n}</source>
   <translation>Versión {n}</translation>
  </message>
 </context>
 <context>
  <name>AnalyseDialog</name>
  <message>
   <source>There are results already of {names}.</source>
   <translation>Ya hay resultados de {names}.</translation>
  </message>
  <message>
   <source>Analyse whole files</source>
   <translation>Analizar archivos enteros</translation>
  </message>
  <message>
   <source>Files to analyse</source>
   <translation>Archivos que analizar</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Añadir archivos…</translation>
  </message>
  <message>
   <source>Add folder…</source>
   <translation>Añadir carpeta…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Quitar</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Carpeta</translation>
  </message>
  <message>
   <source>Beside each file</source>
   <translation>Junto a cada archivo</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>Elegir…</translation>
  </message>
  <message>
   <source>Choose the folder to write into</source>
   <translation>Elegir la carpeta donde escribir</translation>
  </message>
  <message>
   <source>Keep them, and write new files beside them</source>
   <translation>Conservarlos y escribir otros nuevos al lado</translation>
  </message>
  <message>
   <source>Replace them, once the new ones are complete</source>
   <translation>Reemplazarlos cuando los nuevos estén completos</translation>
  </message>
  <message>
   <source>Folder to write into</source>
   <translation>Carpeta donde escribir</translation>
  </message>
  <message>
   <source>There are results already of {names} and others.</source>
   <translation>Ya hay resultados de {names} y otros.</translation>
  </message>
  <message>
   <source>What should be analysed?</source>
   <translation>¿Qué hay que analizar?</translation>
  </message>
  <message>
   <source>What should be written?</source>
   <translation>¿Qué hay que escribir?</translation>
  </message>
  <message>
   <source>Add to the queue</source>
   <translation>Añadir a la cola</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Empezar</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Of {name} only {part}</source>
   <translation>De {name} solo {part}</translation>
  </message>
 </context>
 <context>
  <name>Confirm</name>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
 </context>
 <context>
  <name>CrashDialog</name>
  <message>
   <source>Something went wrong</source>
   <translation>Algo ha ido mal</translation>
  </message>
  <message>
   <source>FaceLens has met a fault of its own. The window goes on; if it behaves oddly, start it again. The details below help to find the fault; they hold no images.</source>
   <translation>FaceLens ha encontrado un fallo propio. La ventana sigue; si se comporta de forma extraña, iníciela de nuevo. Los detalles de abajo ayudan a encontrar el fallo; no contienen imágenes.</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>Detalles</translation>
  </message>
  <message>
   <source>Copy details</source>
   <translation>Copiar detalles</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Cerrar</translation>
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>A file is being analysed. What is done so far is kept, the rest is not analysed.</source>
   <translation>Se está analizando un archivo. Lo hecho hasta ahora se conserva, el resto no se analiza.</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Cargando los modelos…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames</source>
   <translation>
    <numerusform>%Ln fotograma</numerusform>
    <numerusform>%Ln fotogramas</numerusform>
   </translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Detener</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Continuar</translation>
  </message>
  <message>
   <source>Close all the same</source>
   <translation>Cerrar de todos modos</translation>
  </message>
  <message>
   <source>Whole files</source>
   <translation>Archivos enteros</translation>
  </message>
  <message>
   <source>Nothing is being analysed.</source>
   <translation>No se está analizando nada.</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Añadir archivos…</translation>
  </message>
  <message>
   <source>Remove finished</source>
   <translation>Quitar los terminados</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Cerrar</translation>
  </message>
  <message>
   <source>Sooner</source>
   <translation>Antes</translation>
  </message>
  <message>
   <source>Later</source>
   <translation>Después</translation>
  </message>
  <message>
   <source>Stop…</source>
   <translation>Detener…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Quitar</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Abrir carpeta</translation>
  </message>
  <message>
   <source>Open in the window</source>
   <translation>Abrir en la ventana</translation>
  </message>
  <message>
   <source>Finishing the files…</source>
   <translation>Terminando los archivos…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln persona</numerusform>
    <numerusform>%Ln personas</numerusform>
   </translation>
  </message>
  <message>
   <source>{name} ({older} is left as it was)</source>
   <translation>{name} ({older} queda como estaba)</translation>
  </message>
  <message>
   <source>Stop analysing {name}? What is done so far is kept.</source>
   <translation>¿Detener el análisis de {name}? Lo hecho hasta ahora se conserva.</translation>
  </message>
  <message numerus="yes">
   <source>%Ln files that wait are forgotten.</source>
   <translation>
    <numerusform>Se olvida %Ln archivo en espera.</numerusform>
    <numerusform>Se olvidan %Ln archivos en espera.</numerusform>
   </translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>En espera</translation>
  </message>
  <message>
   <source>Being analysed</source>
   <translation>Analizándose</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Listo</translation>
  </message>
  <message>
   <source>Stopped; what was done is kept</source>
   <translation>Detenido; lo hecho se conserva</translation>
  </message>
  <message>
   <source>Ended early</source>
   <translation>Terminado antes de tiempo</translation>
  </message>
  <message>
   <source>{n} a second</source>
   <translation>{n} por segundo</translation>
  </message>
  <message>
   <source>{n} of {all} frames</source>
   <translation>{n} de {all} fotogramas</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames in {time}</source>
   <translation>
    <numerusform>%Ln fotograma en {time}</numerusform>
    <numerusform>%Ln fotogramas en {time}</numerusform>
   </translation>
  </message>
  <message>
   <source>Progress of {name}</source>
   <translation>Progreso de {name}</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>quedan {time}</translation>
  </message>
  <message>
   <source>mean age {n}</source>
   <translation>edad media {n}</translation>
  </message>
 </context>
 <context>
  <name>JumpDialog</name>
  <message>
   <source>1:23, 83 (seconds), 1:02:03.5, frame 400, or 50%</source>
   <translation>1:23, 83 (segundos), 1:02:03.5, frame 400 o 50%</translation>
  </message>
  <message>
   <source>Jump to</source>
   <translation>Saltar a</translation>
  </message>
  <message>
   <source>Where to</source>
   <translation>Adónde</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>Ir</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>The number of an image, or 50%</source>
   <translation>El número de una imagen o 50%</translation>
  </message>
  <message>
   <source>“{text}” is no place in it.</source>
   <translation>«{text}» no es ningún lugar de él.</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>Open a video or images</source>
   <translation>Abrir un vídeo o imágenes</translation>
  </message>
  <message>
   <source>Open address</source>
   <translation>Abrir dirección</translation>
  </message>
  <message>
   <source>Address of a stream or video (rtsp://, http://, …)</source>
   <translation>Dirección de una transmisión o un vídeo (rtsp://, http://, …)</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Abrir</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Open a folder of images</source>
   <translation>Abrir una carpeta de imágenes</translation>
  </message>
  <message>
   <source>Videos and images</source>
   <translation>Vídeos e imágenes</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>Vídeos</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>Imágenes</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>Todos los archivos</translation>
  </message>
 </context>
 <context>
  <name>PreferencesDialog</name>
  <message>
   <source>How far away faces are looked for; the further, the slower</source>
   <translation>A qué distancia se buscan rostros; cuanto más lejos, más lento</translation>
  </message>
  <message>
   <source>Faces narrower than this are left out; small ones are read badly</source>
   <translation>Los rostros más estrechos se omiten; los pequeños se leen mal</translation>
  </message>
  <message>
   <source>What is a face with a lower probability is left out</source>
   <translation>Se omite lo que es un rostro con menor probabilidad</translation>
  </message>
  <message>
   <source>Gives people numbers and averages over time; off, every frame stands for itself</source>
   <translation>Da números a las personas y promedia en el tiempo; desactivado, cada fotograma cuenta por sí solo</translation>
  </message>
  <message>
   <source>By their faces, within one source and in memory only; off, each appearance counts as a person</source>
   <translation>Por sus rostros, dentro de una fuente y solo en memoria; desactivado, cada aparición cuenta como una persona</translation>
  </message>
  <message>
   <source>What image, snapshot and recording show of the faces themselves</source>
   <translation>Qué muestran de los rostros la imagen, la instantánea y la grabación</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Ajustes</translation>
  </message>
  <message>
   <source>What runs the model</source>
   <translation>Qué ejecuta el modelo</translation>
  </message>
  <message>
   <source>What predicts age, gender and ethnicity</source>
   <translation>Qué estima edad, género y etnia</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source>Colours of the window</source>
   <translation>Colores de la ventana</translation>
  </message>
  <message>
   <source>Works from the next start on</source>
   <translation>Vale desde el próximo inicio</translation>
  </message>
  <message>
   <source>Changes work at once and are remembered.</source>
   <translation>Los cambios valen al momento y se recuerdan.</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation>Restablecer</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Cerrar</translation>
  </message>
  <message>
   <source>All settings and the window's size as at the first start</source>
   <translation>Todos los ajustes y el tamaño de la ventana como en el primer inicio</translation>
  </message>
  <message>
   <source>Analysis</source>
   <translation>Análisis</translation>
  </message>
  <message>
   <source>Automatic: large on a graphics card</source>
   <translation>Automático: grande en una tarjeta gráfica</translation>
  </message>
  <message>
   <source>Small: fast</source>
   <translation>Pequeño: rápido</translation>
  </message>
  <message>
   <source>Large: right more often, four times the cost</source>
   <translation>Grande: acierta más, cuatro veces el coste</translation>
  </message>
  <message>
   <source>Automatic: fits the scene</source>
   <translation>Automático: según la escena</translation>
  </message>
  <message>
   <source>Near: up to 2 m</source>
   <translation>Cerca: hasta 2 m</translation>
  </message>
  <message>
   <source>Far: up to 5 m</source>
   <translation>Lejos: hasta 5 m</translation>
  </message>
  <message>
   <source>Wide: small faces in large scenes</source>
   <translation>Amplio: rostros pequeños en escenas grandes</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Imagen</translation>
  </message>
  <message>
   <source>As they are</source>
   <translation>Como son</translation>
  </message>
  <message>
   <source>Blurred</source>
   <translation>Difuminados</translation>
  </message>
  <message>
   <source>Pixelated</source>
   <translation>Pixelados</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Ventana</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Como el sistema</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Claro</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Oscuro</translation>
  </message>
 </context>
 <context>
  <name>Saver</name>
  <message>
   <source>Saved {path}. It holds {n} of {all} frames; all are in it once the whole file is analysed</source>
   <translation>Se ha guardado {path}. Contiene {n} de {all} fotogramas; todos, cuando el archivo entero esté analizado</translation>
  </message>
  <message>
   <source>Image (*.png);;Report (*.html);;Drawing (*.svg);;Numbers (*.csv);;JPEG (*.jpg)</source>
   <translation>Imagen (*.png);;Informe (*.html);;Dibujo (*.svg);;Números (*.csv);;JPEG (*.jpg)</translation>
  </message>
  <message>
   <source>Save snapshot</source>
   <translation>Guardar instantánea</translation>
  </message>
  <message>
   <source>Images (*.png *.jpg)</source>
   <translation>Imágenes (*.png *.jpg)</translation>
  </message>
  <message>
   <source>Save table</source>
   <translation>Guardar tabla</translation>
  </message>
  <message>
   <source>Table (*.csv);;JSON Lines (*.jsonl)</source>
   <translation>Tabla (*.csv);;JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Abrir carpeta</translation>
  </message>
  <message>
   <source>Contact sheet (*.html)</source>
   <translation>Hoja de contactos (*.html)</translation>
  </message>
  <message>
   <source>Table of people (*.csv)</source>
   <translation>Tabla de personas (*.csv)</translation>
  </message>
  <message>
   <source>JSON Lines (*.jsonl)</source>
   <translation>JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Subtitles (*.ass *.vtt)</source>
   <translation>Subtítulos (*.ass *.vtt)</translation>
  </message>
  <message>
   <source>Summary (*.json)</source>
   <translation>Resumen (*.json)</translation>
  </message>
  <message>
   <source>Save people</source>
   <translation>Guardar personas</translation>
  </message>
  <message>
   <source>Save charts</source>
   <translation>Guardar gráficos</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>Reemplazar</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>Se ha guardado {path}</translation>
  </message>
  <message>
   <source>{name} is there already. Replace it?</source>
   <translation>{name} ya existe. ¿Reemplazarlo?</translation>
  </message>
 </context>
 <context>
  <name>SeveralDialog</name>
  <message>
   <source>Open several</source>
   <translation>Abrir varios</translation>
  </message>
  <message>
   <source>What should be watched side by side?</source>
   <translation>¿Qué se debe ver lado a lado?</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>Fuentes</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Quitar</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Abrir</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Añadir archivos…</translation>
  </message>
  <message>
   <source>Add address…</source>
   <translation>Añadir dirección…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Nine at most are shown side by side. Remove some, or put them in the queue.</source>
   <translation>Se muestran nueve como máximo lado a lado. Quite algunos o póngalos en la cola.</translation>
  </message>
  <message>
   <source>They share the models, and people are known again from one to the other.</source>
   <translation>Comparten los modelos y las personas se reconocen de una a otra.</translation>
  </message>
 </context>
 <context>
  <name>Shortcuts</name>
  <message>
   <source>Keys</source>
   <translation>Teclas</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Cerrar</translation>
  </message>
 </context>
 <context>
  <name>FilmControls</name>
  <message>
   <source>1 person</source>
   <translation>1 persona</translation>
  </message>
  <message>
   <source>Save analysis</source>
   <translation>Guardar análisis</translation>
  </message>
  <message>
   <source>Open analysis</source>
   <translation>Abrir análisis</translation>
  </message>
  <message>
   <source>{share} analysed</source>
   <translation>{share} analizado</translation>
  </message>
  <message>
   <source>Analysis (*{ending})</source>
   <translation>Análisis (*{ending})</translation>
  </message>
  <message>
   <source>{name} is not the video that was analysed</source>
   <translation>{name} no es el vídeo que se analizó</translation>
  </message>
  <message>
   <source>Part: {part}</source>
   <translation>Tramo: {part}</translation>
  </message>
  <message>
   <source>{people}, memory full</source>
   <translation>{people}, memoria llena</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} personas</translation>
  </message>
  <message>
   <source>Where is {name}?</source>
   <translation>¿Dónde está {name}?</translation>
  </message>
  <message>
   <source>Saved {name}</source>
   <translation>Se ha guardado {name}</translation>
  </message>
 </context>
 <context>
  <name>JobControls</name>
  <message>
   <source>{name} could not be analysed to its end: {reason}</source>
   <translation>{name} no se pudo analizar hasta el final: {reason}</translation>
  </message>
  <message>
   <source>Analysing: {share}, {n} waiting</source>
   <translation>Analizando: {share}, {n} en espera</translation>
  </message>
  <message>
   <source>Analysing: {share}</source>
   <translation>Analizando: {share}</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Mostrar</translation>
  </message>
  <message>
   <source>Results of the files that were analysed</source>
   <translation>Resultados de los archivos analizados</translation>
  </message>
  <message>
   <source>{name} is being analysed; a click shows all files</source>
   <translation>Se analiza {name}; un clic muestra todos los archivos</translation>
  </message>
  <message>
   <source>Files analysed: {n}</source>
   <translation>Archivos analizados: {n}</translation>
  </message>
  <message>
   <source>{name} is analysed</source>
   <translation>{name} está analizado</translation>
  </message>
 </context>
 <context>
  <name>Labels</name>
  <message>
   <source>Engine</source>
   <translation>Motor</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modelo</translation>
  </message>
  <message>
   <source>Detector range</source>
   <translation>Alcance del detector</translation>
  </message>
  <message>
   <source>Smallest face</source>
   <translation>Rostro más pequeño</translation>
  </message>
  <message>
   <source>Certainty of a face</source>
   <translation>Certeza de un rostro</translation>
  </message>
  <message>
   <source>Follow people and smooth their values</source>
   <translation>Seguir a las personas y suavizar sus valores</translation>
  </message>
  <message>
   <source>Recognise people who come back</source>
   <translation>Reconocer a las personas que vuelven</translation>
  </message>
  <message>
   <source>Faces in the image</source>
   <translation>Rostros en la imagen</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Tema</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Idioma</translation>
  </message>
  <message>
   <source>Open &amp;folder of images…</source>
   <translation>Abrir &amp;carpeta de imágenes…</translation>
  </message>
  <message>
   <source>Annotated copy</source>
   <translation>Copia anotada</translation>
  </message>
  <message>
   <source>Table (CSV): one row for each face of each frame</source>
   <translation>Tabla (CSV): una fila por cada rostro de cada fotograma</translation>
  </message>
  <message>
   <source>Summary (JSON): people, ages, shares</source>
   <translation>Resumen (JSON): personas, edades, proporciones</translation>
  </message>
  <message>
   <source>Automatic: the fastest that works</source>
   <translation>Automático: el más rápido que funcione</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>Procesador</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA)</source>
   <translation>Tarjeta gráfica NVIDIA (CUDA)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (TensorRT)</source>
   <translation>Tarjeta gráfica NVIDIA (TensorRT)</translation>
  </message>
  <message>
   <source>Male</source>
   <translation>Masculino</translation>
  </message>
  <message>
   <source>Female</source>
   <translation>Femenino</translation>
  </message>
  <message>
   <source>White</source>
   <translation>Blanca</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>Negra</translation>
  </message>
  <message>
   <source>Asian</source>
   <translation>Asiática</translation>
  </message>
  <message>
   <source>Indian</source>
   <translation>India</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>Otra</translation>
  </message>
  <message>
   <source>Gender unsure</source>
   <translation>Género incierto</translation>
  </message>
  <message>
   <source>Ethnicity unsure</source>
   <translation>Etnia incierta</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Forget the people, charts and table of this session? What was saved stays.</source>
   <translation>¿Olvidar las personas, los gráficos y la tabla de esta sesión? Lo guardado se conserva.</translation>
  </message>
  <message>
   <source>Set everything back as at the first start? The list of files opened last is cleared too.</source>
   <translation>¿Dejar todo como en el primer inicio? También se vacía la lista de los últimos archivos abiertos.</translation>
  </message>
  <message>
   <source>The file can't be analysed in the background: {reason}</source>
   <translation>El archivo no se puede analizar en segundo plano: {reason}</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Cargando los modelos…</translation>
  </message>
  <message>
   <source>Analysis begins in a moment</source>
   <translation>El análisis empieza en un momento</translation>
  </message>
  <message>
   <source>Drop to open</source>
   <translation>Suelte para abrir</translation>
  </message>
  <message>
   <source>chosen automatically</source>
   <translation>elegido automáticamente</translation>
  </message>
  <message>
   <source>chosen in the settings</source>
   <translation>elegido en los ajustes</translation>
  </message>
  <message>
   <source>Analysis goes on with {name}: {reason}</source>
   <translation>El análisis continúa con {name}: {reason}</translation>
  </message>
  <message>
   <source>These settings do not work here, so analysis goes on with those before: {reason}</source>
   <translation>Estos ajustes no funcionan aquí, así que el análisis continúa con los anteriores: {reason}</translation>
  </message>
  <message>
   <source>Images are shown without analysis: {reason}</source>
   <translation>Las imágenes se muestran sin análisis: {reason}</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>un fallo de FaceLens lo ha terminado</translation>
  </message>
  <message>
   <source>The image is copied</source>
   <translation>La imagen está copiada</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Restablecer</translation>
  </message>
  <message>
   <source>No analysis</source>
   <translation>Sin análisis</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Reintentar</translation>
  </message>
  <message>
   <source>Side by side…</source>
   <translation>Lado a lado…</translation>
  </message>
  <message>
   <source>Analyse all…</source>
   <translation>Analizar todos…</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Vaciar</translation>
  </message>
  <message>
   <source>{name} is opened, the first of {n}</source>
   <translation>{name} está abierto, el primero de {n}</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Archivo</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>&amp;Edición</translation>
  </message>
  <message>
   <source>&amp;Playback</source>
   <translation>&amp;Reproducción</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ver</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>A&amp;yuda</translation>
  </message>
  <message>
   <source>&amp;Camera</source>
   <translation>&amp;Cámara</translation>
  </message>
  <message>
   <source>Open &amp;recent</source>
   <translation>Abrir &amp;reciente</translation>
  </message>
  <message>
   <source>C&amp;lear the list</source>
   <translation>&amp;Vaciar la lista</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Herramientas</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>Elegir una cámara</translation>
  </message>
  <message>
   <source>No camera found; plug one in</source>
   <translation>No se encuentra ninguna cámara; conecte una</translation>
  </message>
 </context>
 <context>
  <name>Cameras</name>
  <message>
   <source>Camera {n}</source>
   <translation>Cámara {n}</translation>
  </message>
 </context>
 <context>
  <name>SaveControls</name>
  <message>
   <source>Stop &amp;recording</source>
   <translation>Detener &amp;grabación</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>&amp;Grabar</translation>
  </message>
 </context>
 <context>
  <name>DrawingControls</name>
  <message>
   <source>Drag corners and edges to move them. F2 renames, Del deletes, T turns a line round.</source>
   <translation>Arrastre esquinas y bordes para moverlos. F2 cambia el nombre, Supr borra, T invierte una línea.</translation>
  </message>
  <message>
   <source>Click where the line begins and where it ends, or drag. The arrow shows which way is in.</source>
   <translation>Haga clic donde empieza y donde acaba la línea, o arrastre. La flecha muestra qué sentido es entrar.</translation>
  </message>
  <message>
   <source>Click each corner; Return, a double click or the first corner closes. Backspace takes one back.</source>
   <translation>Haga clic en cada esquina; Intro, un doble clic o la primera esquina cierran. Retroceso quita una.</translation>
  </message>
  <message>
   <source>Click a source, or press its number, to make it large. L, Z and M draw.</source>
   <translation>Haga clic en una fuente, o pulse su número, para ampliarla. L, Z y M dibujan.</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>Línea</translation>
  </message>
  <message>
   <source>Zone</source>
   <translation>Zona</translation>
  </message>
 </context>
 <context>
  <name>SiteWindows</name>
  <message>
   <source>Side by side</source>
   <translation>Lado a lado</translation>
  </message>
  <message>
   <source>Open site</source>
   <translation>Abrir sitio</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>Sitio (*.toml)</translation>
  </message>
  <message>
   <source>Several sources need the package {name}, which is missing: pip install -r {file}</source>
   <translation>Varias fuentes necesitan el paquete {name}, que falta: pip install -r {file}</translation>
  </message>
 </context>
 <context>
  <name>Shapes</name>
  <message>
   <source>{n} now</source>
   <translation>{n} ahora</translation>
  </message>
  <message>
   <source>Mask {n}</source>
   <translation>Máscara {n}</translation>
  </message>
  <message>
   <source>in {n}  out {m}</source>
   <translation>entran {n}  salen {m}</translation>
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
   <translation>Fuentes, líneas y zonas</translation>
  </message>
  <message>
   <source>opening</source>
   <translation>abriendo</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln persona</numerusform>
    <numerusform>%Ln personas</numerusform>
   </translation>
  </message>
  <message>
   <source>away</source>
   <translation>ausente</translation>
  </message>
  <message>
   <source>ended</source>
   <translation>terminada</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>fallo</translation>
  </message>
  <message>
   <source>Line: who goes over it the way of the arrow goes in</source>
   <translation>Línea: quien la cruza en el sentido de la flecha entra</translation>
  </message>
  <message>
   <source>Zone: who is in it now, and how long they stay on average</source>
   <translation>Zona: quién está ahora en ella y cuánto se queda de media</translation>
  </message>
  <message>
   <source>Mask: is black before anything looks, once the site goes on with it</source>
   <translation>Máscara: queda en negro antes de que nada mire</translation>
  </message>
 </context>
 <context>
  <name>SiteMenus</name>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Archivo</translation>
  </message>
  <message>
   <source>&amp;Sources</source>
   <translation>&amp;Fuentes</translation>
  </message>
  <message>
   <source>&amp;Draw</source>
   <translation>&amp;Dibujar</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ver</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>A&amp;yuda</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Herramientas</translation>
  </message>
 </context>
 <context>
  <name>SiteWindow</name>
  <message>
   <source>The site file was changed by somebody else. What you have changed here is not saved yet.</source>
   <translation>Otra persona ha cambiado el archivo de sitio. Lo que usted ha cambiado aquí aún no está guardado.</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people so far</source>
   <translation>
    <numerusform>%Ln persona hasta ahora</numerusform>
    <numerusform>%Ln personas hasta ahora</numerusform>
   </translation>
  </message>
  <message>
   <source>Close without saving what you have changed of this site?</source>
   <translation>¿Cerrar sin guardar lo que ha cambiado de este sitio?</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Cargando los modelos…</translation>
  </message>
  <message>
   <source>Take the file's</source>
   <translation>Tomar lo del archivo</translation>
  </message>
  <message numerus="yes">
   <source>%Ln visits</source>
   <translation>
    <numerusform>%Ln visita</numerusform>
    <numerusform>%Ln visitas</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing is watched</source>
   <translation>No se observa nada</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>un fallo de FaceLens lo ha terminado</translation>
  </message>
  <message>
   <source>Nine sources at most are shown side by side.</source>
   <translation>Se muestran nueve fuentes como máximo lado a lado.</translation>
  </message>
  <message>
   <source>This is the last source: close the window to stop watching it.</source>
   <translation>Esta es la última fuente: cierre la ventana para dejar de verla.</translation>
  </message>
  <message>
   <source>Save site</source>
   <translation>Guardar sitio</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>Sitio (*.toml)</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>Se ha guardado {path}</translation>
  </message>
  <message>
   <source>{fps} frames per second</source>
   <translation>{fps} fotogramas por segundo</translation>
  </message>
  <message>
   <source>Close unsaved</source>
   <translation>Cerrar sin guardar</translation>
  </message>
 </context>
 <context>
  <name>Tile</name>
  <message numerus="yes">
   <source>No new image for %Ln seconds</source>
   <translation>
    <numerusform>Ninguna imagen nueva desde hace %Ln segundo</numerusform>
    <numerusform>Ninguna imagen nueva desde hace %Ln segundos</numerusform>
   </translation>
  </message>
  <message>
   <source>The end</source>
   <translation>Fin</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln persona</numerusform>
    <numerusform>%Ln personas</numerusform>
   </translation>
  </message>
  <message>
   <source>Away. Trying again…</source>
   <translation>Ausente. Reintentando…</translation>
  </message>
  <message>
   <source>Does not open</source>
   <translation>No se abre</translation>
  </message>
  <message>
   <source>Waiting for the first image…</source>
   <translation>Esperando la primera imagen…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>Abriendo…</translation>
  </message>
  <message>
   <source>Play again</source>
   <translation>Reproducir otra vez</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Reintentar</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. Reintentando…</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>Sin buscar rostros aún: cubierto por completo</translation>
  </message>
  <message>
   <source>{fps} fps</source>
   <translation>{fps} fps</translation>
  </message>
  <message>
   <source>{n} ms old</source>
   <translation>hace {n} ms</translation>
  </message>
 </context>
 <context>
  <name>SourceControls</name>
  <message>
   <source>Try again</source>
   <translation>Reintentar</translation>
  </message>
  <message>
   <source>Open again</source>
   <translation>Abrir de nuevo</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>&amp;Pausa</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>&amp;Reproducir</translation>
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>Abriendo {name}…</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. Reintentando…</translation>
  </message>
  <message>
   <source>{name} has ended</source>
   <translation>{name} ha terminado</translation>
  </message>
  <message>
   <source>{name} gives no new image. It is still waited for.</source>
   <translation>{name} no da ninguna imagen nueva. Se sigue esperando.</translation>
  </message>
 </context>
 <context>
  <name>AgeCourseChart</name>
  <message>
   <source>{time}: {age} years ({low}–{high})</source>
   <translation>{time}: {age} años ({low}–{high})</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>Edad a lo largo del tiempo</translation>
  </message>
  <message>
   <source>Between {low} and {high} years</source>
   <translation>Entre {low} y {high} años</translation>
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Message</source>
   <translation>Mensaje</translation>
  </message>
  <message>
   <source>Put this message away</source>
   <translation>Cerrar este mensaje</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Cerrar</translation>
  </message>
 </context>
 <context>
  <name>Charts</name>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person.</source>
   <translation>Contadas: {rule}. Quien vuelve es la misma persona.</translation>
  </message>
  <message>
   <source>{low} to {high} in 95 of 100 cases, with the errors that the model makes</source>
   <translation>{low} a {high} en 95 de cada 100 casos, con los errores que comete el modelo</translation>
  </message>
  <message>
   <source>Ages</source>
   <translation>Edades</translation>
  </message>
  <message>
   <source>People by decade of age and gender</source>
   <translation>Personas por década de edad y género</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>Etnia</translation>
  </message>
  <message>
   <source>Share of people</source>
   <translation>Proporción de personas</translation>
  </message>
  <message>
   <source>People in view</source>
   <translation>Personas a la vista</translation>
  </message>
  <message>
   <source>Over time</source>
   <translation>A lo largo del tiempo</translation>
  </message>
  <message>
   <source>Mean age in view</source>
   <translation>Edad media a la vista</translation>
  </message>
  <message>
   <source>nothing analysed, or nobody</source>
   <translation>nada analizado, o nadie</translation>
  </message>
  <message>
   <source>{name}: {n} of {all}</source>
   <translation>{name}: {n} de {all}</translation>
  </message>
  <message>
   <source>different people</source>
   <translation>personas distintas</translation>
  </message>
  <message>
   <source>mean age</source>
   <translation>edad media</translation>
  </message>
  <message>
   <source>{value} in view</source>
   <translation>{value} a la vista</translation>
  </message>
  <message>
   <source>{value} years</source>
   <translation>{value} años</translation>
  </message>
  <message>
   <source>person</source>
   <translation>persona</translation>
  </message>
  <message>
   <source>likely {low} to {high} %</source>
   <translation>probablemente {low} a {high} %</translation>
  </message>
 </context>
 <context>
  <name>Gallery</name>
  <message>
   <source>This is no face: delete</source>
   <translation>No es un rostro: borrar</translation>
  </message>
  <message>
   <source>Gender is</source>
   <translation>El género es</translation>
  </message>
  <message>
   <source>Ethnicity is</source>
   <translation>La etnia es</translation>
  </message>
  <message>
   <source>Age is about</source>
   <translation>La edad es de unos</translation>
  </message>
  <message>
   <source>Somebody else was there at</source>
   <translation>Otra persona estaba ahí en</translation>
  </message>
  <message>
   <source>This is the same person as</source>
   <translation>Es la misma persona que</translation>
  </message>
  <message>
   <source>{people} are the same person</source>
   <translation>{people} son la misma persona</translation>
  </message>
  <message>
   <source>First seen</source>
   <translation>Visto primero</translation>
  </message>
  <message>
   <source>Longest in view</source>
   <translation>Más tiempo a la vista</translation>
  </message>
  <message>
   <source>Youngest</source>
   <translation>Más joven</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>Mayor</translation>
  </message>
  <message>
   <source>Most visits</source>
   <translation>Más visitas</translation>
  </message>
  <message>
   <source>Least sure</source>
   <translation>Menos seguro</translation>
  </message>
  <message>
   <source>Search: women 20-35, seen at least 10 s</source>
   <translation>Buscar: women 20-35, seen at least 10 s</translation>
  </message>
  <message>
   <source>Search people</source>
   <translation>Buscar personas</translation>
  </message>
  <message>
   <source>Sort people</source>
   <translation>Ordenar personas</translation>
  </message>
  <message>
   <source>Nobody is known yet.</source>
   <translation>Aún no se conoce a nadie.</translation>
  </message>
  <message>
   <source>Everybody in the film</source>
   <translation>Todas las personas del vídeo</translation>
  </message>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person; between {low} and {high} are possible.</source>
   <translation>Contadas: {rule}. Quien vuelve es la misma persona; son posibles entre {low} y {high}.</translation>
  </message>
  <message>
   <source>Nobody fits this search.</source>
   <translation>Nadie encaja con esta búsqueda.</translation>
  </message>
  <message>
   <source>1 person</source>
   <translation>1 persona</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>Todo sobre esta persona</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} imágenes</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} de {all}</translation>
  </message>
  <message>
   <source>{n} visits</source>
   <translation>{n} visitas</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} personas</translation>
  </message>
 </context>
 <context>
  <name>EmptyState</name>
  <message>
   <source>Drop a video or an image here</source>
   <translation>Suelte aquí un vídeo o una imagen</translation>
  </message>
  <message>
   <source>Age, gender and ethnicity of its faces, estimated on this computer</source>
   <translation>Edad, género y etnia de sus rostros, estimados en este ordenador</translation>
  </message>
  <message>
   <source>Open a file</source>
   <translation>Abrir un archivo</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>Elegir una cámara</translation>
  </message>
  <message>
   <source>Show a camera's image</source>
   <translation>Mostrar la imagen de una cámara</translation>
  </message>
  <message>
   <source>Play the demo</source>
   <translation>Reproducir la demo</translation>
  </message>
  <message>
   <source>Opened last</source>
   <translation>Últimos abiertos</translation>
  </message>
  <message>
   <source>Open {name} again</source>
   <translation>Abrir de nuevo {name}</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
  <message>
   <source>Click to highlight this person in the image, double click for all about them</source>
   <translation>Un clic resalta a esta persona en la imagen, doble clic muestra todo sobre ella</translation>
  </message>
  <message>
   <source>Click to highlight this person in the image</source>
   <translation>Haga clic para resaltar a esta persona en la imagen</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>Todo sobre esta persona</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} años</translation>
  </message>
 </context>
 <context>
  <name>PeopleInView</name>
  <message>
   <source>Different people since the file was opened. Counted: {rule}. Who has just come is in view, and counts a moment later.</source>
   <translation>Personas distintas desde que se abrió el archivo. Contadas: {rule}. Quien acaba de llegar está a la vista y cuenta un momento después.</translation>
  </message>
  <message>
   <source>1 counted</source>
   <translation>1 contada</translation>
  </message>
  <message>
   <source>Whoever is in the image appears here.</source>
   <translation>Quien esté en la imagen aparece aquí.</translation>
  </message>
  <message>
   <source>{n} in view</source>
   <translation>{n} a la vista</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>y {n} más</translation>
  </message>
  <message>
   <source>Faces appear as soon as the models are loaded.</source>
   <translation>Los rostros aparecen en cuanto se cargan los modelos.</translation>
  </message>
  <message>
   <source>Nobody in view.</source>
   <translation>Nadie a la vista.</translation>
  </message>
  <message>
   <source>{n} counted</source>
   <translation>{n} contadas</translation>
  </message>
 </context>
 <context>
  <name>PeopleTab</name>
  <message>
   <source>In view</source>
   <translation>A la vista</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Todos</translation>
  </message>
 </context>
 <context>
  <name>PersonPage</name>
  <message>
   <source>It is not certain that all appearances are the same person's</source>
   <translation>No es seguro que todas las apariciones sean de la misma persona</translation>
  </message>
  <message>
   <source>Back to everybody (Esc)</source>
   <translation>Volver a todos (Esc)</translation>
  </message>
  <message>
   <source>The person before (←)</source>
   <translation>La persona anterior (←)</translation>
  </message>
  <message>
   <source>The next person (→)</source>
   <translation>La persona siguiente (→)</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>Edad a lo largo del tiempo</translation>
  </message>
  <message>
   <source>Gender</source>
   <translation>Género</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>Etnia</translation>
  </message>
  <message>
   <source>Appearances</source>
   <translation>Apariciones</translation>
  </message>
  <message>
   <source>A click goes there</source>
   <translation>Un clic lleva allí</translation>
  </message>
  <message>
   <source>Correct…</source>
   <translation>Corregir…</translation>
  </message>
  <message>
   <source>Say what is wrong about this person</source>
   <translation>Decir qué está mal de esta persona</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Todos</translation>
  </message>
  <message>
   <source>{time} in view, {n} frames</source>
   <translation>{time} a la vista, {n} fotogramas</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} años</translation>
  </message>
  <message>
   <source>{low}–{high} in 4 of 5 cases</source>
   <translation>{low}–{high} en 4 de 5 casos</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} imágenes</translation>
  </message>
  <message>
   <source>Appearances: {n}</source>
   <translation>Apariciones: {n}</translation>
  </message>
  <message>
   <source>Image {n}</source>
   <translation>Imagen {n}</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} de {all}</translation>
  </message>
  <message>
   <source>corrected</source>
   <translation>corregido</translation>
  </message>
 </context>
 <context>
  <name>RecordingBadge</name>
  <message>
   <source>Recording: {text}</source>
   <translation>Grabando: {text}</translation>
  </message>
 </context>
 <context>
  <name>SidePanel</name>
  <message>
   <source>People</source>
   <translation>Personas</translation>
  </message>
  <message>
   <source>Charts</source>
   <translation>Gráficos</translation>
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>Frames a second that the source gives</source>
   <translation>Fotogramas por segundo que da la fuente</translation>
  </message>
  <message>
   <source>Frames a second that are analysed and shown</source>
   <translation>Fotogramas por segundo que se analizan y muestran</translation>
  </message>
  <message>
   <source>Frames passed over since newer ones had arrived</source>
   <translation>Fotogramas omitidos porque ya había otros más nuevos</translation>
  </message>
  <message>
   <source>Time between a frame's due moment and its appearance on the screen</source>
   <translation>Tiempo entre el momento debido de un fotograma y su aparición en pantalla</translation>
  </message>
  <message>
   <source>Images that could not be read, and why</source>
   <translation>Imágenes que no se pudieron leer, y por qué</translation>
  </message>
  <message>
   <source>{n} skipped</source>
   <translation>{n} omitidas</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>En pausa</translation>
  </message>
  <message>
   <source>Analysis can't keep up: only part of the frames is analysed and shown, the newest each time</source>
   <translation>El análisis no da abasto: solo se analiza y muestra una parte de los fotogramas, cada vez el más nuevo</translation>
  </message>
  <message>
   <source>Source {n} fps</source>
   <translation>Fuente {n} fps</translation>
  </message>
  <message>
   <source>Analysed {n} fps</source>
   <translation>Analizado {n} fps</translation>
  </message>
  <message>
   <source>Dropped {n}</source>
   <translation>Descartados {n}</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>y {n} más</translation>
  </message>
  <message>
   <source>Latency {n} ms</source>
   <translation>Latencia {n} ms</translation>
  </message>
 </context>
 <context>
  <name>Timeline</name>
  <message>
   <source>Let the analysis go on</source>
   <translation>Dejar que el análisis continúe</translation>
  </message>
  <message>
   <source>Hold the analysis of this file</source>
   <translation>Detener el análisis de este archivo</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Continuar</translation>
  </message>
  <message>
   <source>Hold</source>
   <translation>Detener</translation>
  </message>
 </context>
 <context>
  <name>_Chart</name>
  <message>
   <source>Timeline</source>
   <translation>Línea de tiempo</translation>
  </message>
  <message>
   <source>Who is in view when; a click goes there, the wheel zooms</source>
   <translation>Quién está a la vista y cuándo; un clic va ahí, la rueda amplía</translation>
  </message>
 </context>
 <context>
  <name>TransportBar</name>
  <message>
   <source>Volume; sound is played at normal speed</source>
   <translation>Volumen; el sonido se oye a velocidad normal</translation>
  </message>
  <message>
   <source>the end</source>
   <translation>el final</translation>
  </message>
  <message>
   <source>Position</source>
   <translation>Posición</translation>
  </message>
  <message>
   <source>Position: drag, click, or use the arrow keys, Home and End</source>
   <translation>Posición: arrastre, haga clic o use las flechas, Inicio y Fin</translation>
  </message>
  <message>
   <source>LIVE</source>
   <translation>EN VIVO</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>Velocidad</translation>
  </message>
  <message>
   <source>Speed of the video ([ slower, ] faster)</source>
   <translation>Velocidad del vídeo ([ más lento, ] más rápido)</translation>
  </message>
  <message>
   <source>Volume</source>
   <translation>Volumen</translation>
  </message>
  <message>
   <source>{start} to {end}</source>
   <translation>{start} a {end}</translation>
  </message>
  <message>
   <source>No sound device was found</source>
   <translation>No se encontró ningún dispositivo de sonido</translation>
  </message>
  <message>
   <source>Time {time}</source>
   <translation>Tiempo {time}</translation>
  </message>
  <message>
   <source>frame {n}</source>
   <translation>fotograma {n}</translation>
  </message>
 </context>
 <context>
  <name>VideoView</name>
  <message>
   <source>Image</source>
   <translation>Imagen</translation>
  </message>
  <message>
   <source>The video or image, with the faces found in it</source>
   <translation>El vídeo o la imagen, con los rostros encontrados</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>Sin buscar rostros aún: cubierto por completo</translation>
  </message>
 </context>
</TS>
