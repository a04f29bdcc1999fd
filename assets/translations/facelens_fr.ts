<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
 <context>
  <name>Actions</name>
  <message>
   <source>&amp;Open file…</source>
   <translation>&amp;Ouvrir un fichier…</translation>
  </message>
  <message>
   <source>Open a video or images</source>
   <translation>Ouvrir une vidéo ou des images</translation>
  </message>
  <message>
   <source>Look through the images of a folder</source>
   <translation>Parcourir les images d’un dossier</translation>
  </message>
  <message>
   <source>Open &amp;address…</source>
   <translation>Ouvrir une &amp;adresse…</translation>
  </message>
  <message>
   <source>Open a stream or a video on a server</source>
   <translation>Ouvrir un flux ou une vidéo sur un serveur</translation>
  </message>
  <message>
   <source>Play the &amp;demo</source>
   <translation>Lire la &amp;démo</translation>
  </message>
  <message>
   <source>Play the built-in clip</source>
   <translation>Lire le clip intégré</translation>
  </message>
  <message>
   <source>Open se&amp;veral…</source>
   <translation>Ouvrir &amp;plusieurs sources…</translation>
  </message>
  <message>
   <source>Watch files, cameras and addresses side by side</source>
   <translation>Regarder fichiers, caméras et adresses côte à côte</translation>
  </message>
  <message>
   <source>Open s&amp;ite…</source>
   <translation>Ouvrir un s&amp;ite…</translation>
  </message>
  <message>
   <source>Watch what a site file names</source>
   <translation>Regarder ce qu’indique un fichier de site</translation>
  </message>
  <message>
   <source>&amp;Close</source>
   <translation>&amp;Fermer</translation>
  </message>
  <message>
   <source>Close what is playing</source>
   <translation>Fermer ce qui est lu</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>&amp;Quitter</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>Fermer la fenêtre</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>&amp;Lire</translation>
  </message>
  <message>
   <source>Play or pause</source>
   <translation>Lire ou mettre en pause</translation>
  </message>
  <message>
   <source>Frame &amp;back</source>
   <translation>Image &amp;précédente</translation>
  </message>
  <message>
   <source>Show the frame before</source>
   <translation>Afficher l’image précédente</translation>
  </message>
  <message>
   <source>Frame &amp;forward</source>
   <translation>Image &amp;suivante</translation>
  </message>
  <message>
   <source>Show the next frame</source>
   <translation>Afficher l’image suivante</translation>
  </message>
  <message>
   <source>5 seconds back</source>
   <translation>5 secondes en arrière</translation>
  </message>
  <message>
   <source>Go back 5 seconds; with images, to the one before</source>
   <translation>Reculer de 5 secondes ; avec des images, à la précédente</translation>
  </message>
  <message>
   <source>5 seconds on</source>
   <translation>5 secondes en avant</translation>
  </message>
  <message>
   <source>Go on 5 seconds; with images, to the next one</source>
   <translation>Avancer de 5 secondes ; avec des images, à la suivante</translation>
  </message>
  <message>
   <source>To the &amp;start</source>
   <translation>Au &amp;début</translation>
  </message>
  <message>
   <source>Go to the first frame</source>
   <translation>Aller à la première image</translation>
  </message>
  <message>
   <source>To the &amp;end</source>
   <translation>À la &amp;fin</translation>
  </message>
  <message>
   <source>Go to the last frame</source>
   <translation>Aller à la dernière image</translation>
  </message>
  <message>
   <source>&amp;Jump to…</source>
   <translation>Aller &amp;à…</translation>
  </message>
  <message>
   <source>Go to a time, a frame or a share of the whole</source>
   <translation>Aller à un temps, une image ou une part du tout</translation>
  </message>
  <message>
   <source>1 second back</source>
   <translation>1 seconde en arrière</translation>
  </message>
  <message>
   <source>Go back 1 second</source>
   <translation>Reculer de 1 seconde</translation>
  </message>
  <message>
   <source>S&amp;top</source>
   <translation>A&amp;rrêter</translation>
  </message>
  <message>
   <source>Stop; the next start is at normal speed</source>
   <translation>Arrêter ; la reprise se fait à vitesse normale</translation>
  </message>
  <message>
   <source>Play, then faster</source>
   <translation>Lire, puis plus vite</translation>
  </message>
  <message>
   <source>Play; again for twice and four times the speed</source>
   <translation>Lire ; encore une fois pour doubler puis quadrupler la vitesse</translation>
  </message>
  <message>
   <source>&amp;Slower</source>
   <translation>Plus &amp;lent</translation>
  </message>
  <message>
   <source>Play slower</source>
   <translation>Lire plus lentement</translation>
  </message>
  <message>
   <source>F&amp;aster</source>
   <translation>Plus &amp;rapide</translation>
  </message>
  <message>
   <source>Play faster</source>
   <translation>Lire plus vite</translation>
  </message>
  <message>
   <source>Open what was c&amp;opied</source>
   <translation>Ouvrir ce qui est c&amp;opié</translation>
  </message>
  <message>
   <source>Open the files or the address on the clipboard</source>
   <translation>Ouvrir les fichiers ou l’adresse du presse-papiers</translation>
  </message>
  <message>
   <source>&amp;Snapshot…</source>
   <translation>&amp;Instantané…</translation>
  </message>
  <message>
   <source>Save the image as it is shown</source>
   <translation>Enregistrer l’image telle qu’affichée</translation>
  </message>
  <message>
   <source>Co&amp;py image</source>
   <translation>Co&amp;pier l’image</translation>
  </message>
  <message>
   <source>Copy the image as it is shown</source>
   <translation>Copier l’image telle qu’affichée</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>&amp;Enregistrer la vidéo</translation>
  </message>
  <message>
   <source>Record the annotated video, at once</source>
   <translation>Enregistrer la vidéo annotée, tout de suite</translation>
  </message>
  <message>
   <source>&amp;Export table…</source>
   <translation>&amp;Exporter le tableau…</translation>
  </message>
  <message>
   <source>Save one row for each face of each frame</source>
   <translation>Enregistrer une ligne par visage et par image</translation>
  </message>
  <message>
   <source>Export peo&amp;ple…</source>
   <translation>Exporter les &amp;personnes…</translation>
  </message>
  <message>
   <source>Save who is listed: contact sheet, table, subtitles</source>
   <translation>Enregistrer qui est dans la liste : planche, tableau, sous-titres</translation>
  </message>
  <message>
   <source>Export &amp;charts…</source>
   <translation>Exporter les &amp;graphiques…</translation>
  </message>
  <message>
   <source>Save the charts as an image</source>
   <translation>Enregistrer les graphiques comme image</translation>
  </message>
  <message>
   <source>&amp;Analyse whole files…</source>
   <translation>&amp;Analyser des fichiers entiers…</translation>
  </message>
  <message>
   <source>Analyse files at full speed, in the background</source>
   <translation>Analyser des fichiers à pleine vitesse, en arrière-plan</translation>
  </message>
  <message>
   <source>&amp;Whole files</source>
   <translation>Fichiers &amp;entiers</translation>
  </message>
  <message>
   <source>Show the files that are analysed, wait for it, or are done</source>
   <translation>Afficher les fichiers analysés, en attente ou terminés</translation>
  </message>
  <message>
   <source>Clear the &amp;session</source>
   <translation>Vider la &amp;session</translation>
  </message>
  <message>
   <source>Begin counting and charts anew</source>
   <translation>Recommencer le comptage et les graphiques</translation>
  </message>
  <message>
   <source>&amp;Full screen</source>
   <translation>&amp;Plein écran</translation>
  </message>
  <message>
   <source>Fill the screen with the image; Esc leaves</source>
   <translation>Remplir l’écran avec l’image ; Échap pour quitter</translation>
  </message>
  <message>
   <source>Zoom &amp;in</source>
   <translation>&amp;Agrandir</translation>
  </message>
  <message>
   <source>Enlarge the image (also the mouse wheel)</source>
   <translation>Agrandir l’image (aussi avec la molette)</translation>
  </message>
  <message>
   <source>Zoom o&amp;ut</source>
   <translation>&amp;Réduire</translation>
  </message>
  <message>
   <source>Make the image smaller</source>
   <translation>Réduire l’image</translation>
  </message>
  <message>
   <source>Whole i&amp;mage</source>
   <translation>Image en&amp;tière</translation>
  </message>
  <message>
   <source>Show the whole image</source>
   <translation>Afficher l’image entière</translation>
  </message>
  <message>
   <source>P&amp;eople</source>
   <translation>P&amp;ersonnes</translation>
  </message>
  <message>
   <source>Show the people in view</source>
   <translation>Afficher les personnes visibles</translation>
  </message>
  <message>
   <source>&amp;Charts</source>
   <translation>&amp;Graphiques</translation>
  </message>
  <message>
   <source>Show the session's charts</source>
   <translation>Afficher les graphiques de la session</translation>
  </message>
  <message>
   <source>E&amp;verybody</source>
   <translation>&amp;Tout le monde</translation>
  </message>
  <message>
   <source>Show everybody in the film</source>
   <translation>Afficher toutes les personnes du film</translation>
  </message>
  <message>
   <source>Save ana&amp;lysis…</source>
   <translation>Enregistrer l’ana&amp;lyse…</translation>
  </message>
  <message>
   <source>Save what is known of the file, with your corrections</source>
   <translation>Enregistrer ce qui est connu du fichier, avec vos corrections</translation>
  </message>
  <message>
   <source>Open analysi&amp;s…</source>
   <translation>Ouvrir une analy&amp;se…</translation>
  </message>
  <message>
   <source>Open a saved analysis with its video</source>
   <translation>Ouvrir une analyse enregistrée avec sa vidéo</translation>
  </message>
  <message>
   <source>&amp;Undo correction</source>
   <translation>&amp;Annuler la correction</translation>
  </message>
  <message>
   <source>Take back the last correction</source>
   <translation>Annuler la dernière correction</translation>
  </message>
  <message>
   <source>&amp;Redo correction</source>
   <translation>&amp;Rétablir la correction</translation>
  </message>
  <message>
   <source>Make the correction again</source>
   <translation>Refaire la correction</translation>
  </message>
  <message>
   <source>Part &amp;begins here</source>
   <translation>La partie &amp;commence ici</translation>
  </message>
  <message>
   <source>Let the chosen part of the file begin here</source>
   <translation>Faire commencer ici la partie choisie du fichier</translation>
  </message>
  <message>
   <source>Part &amp;ends here</source>
   <translation>La partie &amp;finit ici</translation>
  </message>
  <message>
   <source>Let the chosen part of the file end here</source>
   <translation>Faire finir ici la partie choisie du fichier</translation>
  </message>
  <message>
   <source>All of the &amp;file</source>
   <translation>Tout le &amp;fichier</translation>
  </message>
  <message>
   <source>Choose no part of the file any more</source>
   <translation>Ne plus choisir de partie du fichier</translation>
  </message>
  <message>
   <source>&amp;Settings…</source>
   <translation>&amp;Réglages…</translation>
  </message>
  <message>
   <source>Engine, detector, smoothing, theme</source>
   <translation>Moteur, détecteur, lissage, thème</translation>
  </message>
  <message>
   <source>&amp;Keys</source>
   <translation>&amp;Touches</translation>
  </message>
  <message>
   <source>Show what the keys do</source>
   <translation>Afficher ce que font les touches</translation>
  </message>
  <message>
   <source>&amp;About FaceLens</source>
   <translation>À &amp;propos de FaceLens</translation>
  </message>
  <message>
   <source>What the estimates are worth, and what happens to your images</source>
   <translation>Ce que valent les estimations et ce que deviennent vos images</translation>
  </message>
  <message>
   <source>&amp;Add files…</source>
   <translation>&amp;Ajouter des fichiers…</translation>
  </message>
  <message>
   <source>Watch further files beside these</source>
   <translation>Regarder d’autres fichiers à côté</translation>
  </message>
  <message>
   <source>Add a&amp;ddress…</source>
   <translation>Ajouter une a&amp;dresse…</translation>
  </message>
  <message>
   <source>Watch a stream or a camera beside these</source>
   <translation>Regarder un flux ou une caméra à côté</translation>
  </message>
  <message>
   <source>&amp;Remove source</source>
   <translation>&amp;Retirer la source</translation>
  </message>
  <message>
   <source>Stop watching the source that is marked</source>
   <translation>Ne plus regarder la source marquée</translation>
  </message>
  <message>
   <source>&amp;Begin again</source>
   <translation>&amp;Recommencer</translation>
  </message>
  <message>
   <source>Open the source that is marked again; a file from its start</source>
   <translation>Rouvrir la source marquée ; un fichier depuis le début</translation>
  </message>
  <message>
   <source>&amp;Save site</source>
   <translation>&amp;Enregistrer le site</translation>
  </message>
  <message>
   <source>Write sources, lines and zones into the site file</source>
   <translation>Écrire sources, lignes et zones dans le fichier de site</translation>
  </message>
  <message>
   <source>Save site &amp;as…</source>
   <translation>Enregistrer le site &amp;sous…</translation>
  </message>
  <message>
   <source>Write them into another site file</source>
   <translation>Les écrire dans un autre fichier de site</translation>
  </message>
  <message>
   <source>Stop watching and close this window</source>
   <translation>Arrêter et fermer cette fenêtre</translation>
  </message>
  <message>
   <source>&amp;Line</source>
   <translation>&amp;Ligne</translation>
  </message>
  <message>
   <source>Draw a line that people cross: click twice, or drag</source>
   <translation>Dessiner une ligne que l’on franchit : deux clics, ou glisser</translation>
  </message>
  <message>
   <source>&amp;Zone</source>
   <translation>&amp;Zone</translation>
  </message>
  <message>
   <source>Draw an area that people are in: click its corners</source>
   <translation>Dessiner une zone où se trouvent des personnes : cliquer sur ses coins</translation>
  </message>
  <message>
   <source>&amp;Mask</source>
   <translation>&amp;Masque</translation>
  </message>
  <message>
   <source>Black an area out: click its corners</source>
   <translation>Noircir une zone : cliquer sur ses coins</translation>
  </message>
  <message>
   <source>&amp;Rename</source>
   <translation>&amp;Renommer</translation>
  </message>
  <message>
   <source>Give the line or zone another name</source>
   <translation>Donner un autre nom à la ligne ou à la zone</translation>
  </message>
  <message>
   <source>&amp;Turn round</source>
   <translation>Re&amp;tourner</translation>
  </message>
  <message>
   <source>Let the line count the other way as in</source>
   <translation>Compter l’autre sens de la ligne comme entrée</translation>
  </message>
  <message>
   <source>&amp;Delete</source>
   <translation>&amp;Supprimer</translation>
  </message>
  <message>
   <source>Delete the line, zone or mask that is marked</source>
   <translation>Supprimer la ligne, la zone ou le masque marqué</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>&amp;Annuler</translation>
  </message>
  <message>
   <source>Take back the last change to the site</source>
   <translation>Annuler la dernière modification du site</translation>
  </message>
  <message>
   <source>R&amp;edo</source>
   <translation>R&amp;établir</translation>
  </message>
  <message>
   <source>Make the change to the site again</source>
   <translation>Refaire la modification du site</translation>
  </message>
  <message>
   <source>All a&amp;like</source>
   <translation>Toutes é&amp;gales</translation>
  </message>
  <message>
   <source>Show all sources in the same size; 1 to 9 make one large, Esc goes back</source>
   <translation>Montrer toutes les sources à la même taille ; 1 à 9 en agrandissent une, Échap revient</translation>
  </message>
  <message>
   <source>Side &amp;list</source>
   <translation>&amp;Liste latérale</translation>
  </message>
  <message>
   <source>Show lines and zones with their counts beside the images</source>
   <translation>Montrer lignes et zones avec leurs comptes à côté des images</translation>
  </message>
  <message>
   <source>F&amp;ull screen</source>
   <translation>&amp;Plein écran</translation>
  </message>
  <message>
   <source>Fill the screen with the images; Esc leaves</source>
   <translation>Remplir l’écran avec les images ; Échap quitte</translation>
  </message>
  <message>
   <source>&amp;Loop</source>
   <translation>En &amp;boucle</translation>
  </message>
  <message>
   <source>Begin anew at the end</source>
   <translation>Recommencer à la fin</translation>
  </message>
  <message>
   <source>&amp;Analyse in the background</source>
   <translation>&amp;Analyser en arrière-plan</translation>
  </message>
  <message>
   <source>Analyse all of a file while it is watched</source>
   <translation>Analyser tout un fichier pendant qu’on le regarde</translation>
  </message>
  <message>
   <source>&amp;Mute</source>
   <translation>&amp;Muet</translation>
  </message>
  <message>
   <source>Switch the sound off; at other speeds than 1× there is none</source>
   <translation>Couper le son ; à une autre vitesse que 1×, il n’y en a pas</translation>
  </message>
  <message>
   <source>&amp;Overlay</source>
   <translation>&amp;Superposition</translation>
  </message>
  <message>
   <source>Draw boxes and labels on the image</source>
   <translation>Dessiner cadres et étiquettes sur l’image</translation>
  </message>
  <message>
   <source>&amp;Age</source>
   <translation>&amp;Âge</translation>
  </message>
  <message>
   <source>Show the age</source>
   <translation>Afficher l’âge</translation>
  </message>
  <message>
   <source>&amp;Gender</source>
   <translation>&amp;Genre</translation>
  </message>
  <message>
   <source>Show the gender</source>
   <translation>Afficher le genre</translation>
  </message>
  <message>
   <source>&amp;Ethnicity</source>
   <translation>&amp;Ethnie</translation>
  </message>
  <message>
   <source>Show the ethnicity</source>
   <translation>Afficher l’ethnie</translation>
  </message>
  <message>
   <source>Age &amp;interval</source>
   <translation>&amp;Intervalle d’âge</translation>
  </message>
  <message>
   <source>Show how far the age may be off</source>
   <translation>Afficher de combien l’âge peut s’écarter</translation>
  </message>
  <message>
   <source>&amp;Protect faces</source>
   <translation>&amp;Protéger les visages</translation>
  </message>
  <message>
   <source>Blur the faces in image, snapshot and recording</source>
   <translation>Flouter les visages dans l’image, l’instantané et la vidéo enregistrée</translation>
  </message>
  <message>
   <source>Side &amp;panel</source>
   <translation>Panneau &amp;latéral</translation>
  </message>
  <message>
   <source>Show people and charts beside the image</source>
   <translation>Afficher personnes et graphiques à côté de l’image</translation>
  </message>
 </context>
 <context>
  <name>About</name>
  <message>
   <source>Do not use it to decide about people.</source>
   <translation>Ne l’utilisez pas pour décider au sujet de personnes.</translation>
  </message>
  <message>
   <source>FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0.</source>
   <translation>FaceLens : Apache License 2.0. Détection des visages : YuNet et MediaPipe, Apache License 2.0.</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>Groupe</translation>
  </message>
  <message>
   <source>Faces</source>
   <translation>Visages</translation>
  </message>
  <message>
   <source>Age, years off</source>
   <translation>Âge, écart en années</translation>
  </message>
  <message>
   <source>Gender wrong</source>
   <translation>Genre faux</translation>
  </message>
  <message>
   <source>Ethnicity wrong</source>
   <translation>Ethnie fausse</translation>
  </message>
  <message>
   <source>I understand</source>
   <translation>J’ai compris</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
  <message>
   <source>Estimates, not facts</source>
   <translation>Des estimations, pas des faits</translation>
  </message>
  <message>
   <source>FaceLens says how a face looks to a model. That may be far from a person's age, and it is never a person's identity. Two genders and five ethnicities are all that the training data knows.</source>
   <translation>FaceLens dit comment un modèle voit un visage. Cela peut être loin de l’âge d’une personne et n’est jamais son identité. Deux genres et cinq ethnies sont tout ce que connaissent les données d’entraînement.</translation>
  </message>
  <message>
   <source>More wrong for some than for others</source>
   <translation>Plus d’erreurs pour certains que pour d’autres</translation>
  </message>
  <message>
   <source>Nothing leaves this computer</source>
   <translation>Rien ne quitte cet ordinateur</translation>
  </message>
  <message>
   <source>All images are analysed here. FaceLens opens no connection but to addresses that you enter.</source>
   <translation>Toutes les images sont analysées ici. FaceLens n’ouvre aucune connexion, sauf vers les adresses que vous saisissez.</translation>
  </message>
  <message>
   <source>People are recognised while you watch</source>
   <translation>Les personnes sont reconnues pendant que vous regardez</translation>
  </message>
  <message>
   <source>Whoever comes back within a video or in front of a camera keeps the number. What faces look like is kept in memory for that alone, and forgotten when another source is opened. The preferences switch it off.</source>
   <translation>Qui revient dans une vidéo ou devant une caméra garde son numéro. L’apparence des visages n’est gardée en mémoire que pour cela, et oubliée à l’ouverture d’une autre source. Les réglages permettent de le désactiver.</translation>
  </message>
  <message>
   <source>Nothing is stored unless you ask</source>
   <translation>Rien n’est enregistré sans que vous le demandiez</translation>
  </message>
  <message>
   <source>Images, videos and tables are written only when you save them. Remembered are your settings and the names of the files opened last.</source>
   <translation>Images, vidéos et tableaux ne sont écrits que lorsque vous les enregistrez. Sont retenus vos réglages et les noms des derniers fichiers ouverts.</translation>
  </message>
  <message>
   <source>On average the age is off by {all} years</source>
   <translation>En moyenne, l’âge s’écarte de {all} ans</translation>
  </message>
  <message>
   <source>{group} people</source>
   <translation>les personnes du groupe {group}</translation>
  </message>
  <message>
   <source>Before you begin</source>
   <translation>Avant de commencer</translation>
  </message>
  <message>
   <source>About FaceLens</source>
   <translation>À propos de FaceLens</translation>
  </message>
  <message>
   <source>Copy for a bug report</source>
   <translation>Copier pour un rapport d’erreur</translation>
  </message>
  <message>
   <source>Copy the versions and the engine; no images, no names of files</source>
   <translation>Copier les versions et le moteur ; ni images ni noms de fichiers</translation>
  </message>
  <message>
   <source>Errors differ between groups of people.</source>
   <translation>Les erreurs varient selon les groupes de personnes.</translation>
  </message>
  <message>
   <source>: by {least} for {best}, by {most} for {worst}</source>
   <translation> : de {least} pour {best}, de {most} pour {worst}</translation>
  </message>
  <message>
   <source>; the gender is wrong for {n} in 100 faces</source>
   <translation> ; le genre est faux pour {n} visages sur 100</translation>
  </message>
  <message>
   <source>people aged {years}</source>
   <translation>les personnes de {years} ans</translation>
  </message>
  <message>
   <source>The model's card holds no metrics.</source>
   <translation>La fiche du modèle ne contient aucune mesure.</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Tout le monde</translation>
  </message>
  <message>
   <source>Measured on: {data}</source>
   <translation>Mesuré sur : {data}</translation>
  </message>
  <message>
   <source>How wrong the model is</source>
   <translation>À quel point le modèle se trompe</translation>
  </message>
  <message>
   <source>This installation</source>
   <translation>Cette installation</translation>
  </message>
  <message>
   <source>Licences</source>
   <translation>Licences</translation>
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
   <translation>Il existe déjà des résultats de {names}.</translation>
  </message>
  <message>
   <source>Analyse whole files</source>
   <translation>Analyser des fichiers entiers</translation>
  </message>
  <message>
   <source>Files to analyse</source>
   <translation>Fichiers à analyser</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Ajouter des fichiers…</translation>
  </message>
  <message>
   <source>Add folder…</source>
   <translation>Ajouter un dossier…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Retirer</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Dossier</translation>
  </message>
  <message>
   <source>Beside each file</source>
   <translation>À côté de chaque fichier</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>Choisir…</translation>
  </message>
  <message>
   <source>Choose the folder to write into</source>
   <translation>Choisir le dossier où écrire</translation>
  </message>
  <message>
   <source>Keep them, and write new files beside them</source>
   <translation>Les garder et écrire les nouveaux à côté</translation>
  </message>
  <message>
   <source>Replace them, once the new ones are complete</source>
   <translation>Les remplacer, une fois les nouveaux complets</translation>
  </message>
  <message>
   <source>Folder to write into</source>
   <translation>Dossier où écrire</translation>
  </message>
  <message>
   <source>There are results already of {names} and others.</source>
   <translation>Il existe déjà des résultats de {names} et d’autres.</translation>
  </message>
  <message>
   <source>What should be analysed?</source>
   <translation>Que faut-il analyser ?</translation>
  </message>
  <message>
   <source>What should be written?</source>
   <translation>Que faut-il écrire ?</translation>
  </message>
  <message>
   <source>Add to the queue</source>
   <translation>Ajouter à la file</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Démarrer</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Of {name} only {part}</source>
   <translation>De {name} seulement {part}</translation>
  </message>
 </context>
 <context>
  <name>Confirm</name>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
 </context>
 <context>
  <name>CrashDialog</name>
  <message>
   <source>Something went wrong</source>
   <translation>Un problème est survenu</translation>
  </message>
  <message>
   <source>FaceLens has met a fault of its own. The window goes on; if it behaves oddly, start it again. The details below help to find the fault; they hold no images.</source>
   <translation>FaceLens a rencontré une erreur interne. La fenêtre continue ; si elle se comporte étrangement, relancez-la. Les détails ci-dessous aident à trouver l’erreur ; ils ne contiennent pas d’images.</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>Détails</translation>
  </message>
  <message>
   <source>Copy details</source>
   <translation>Copier les détails</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
 </context>
 <context>
  <name>Jobs</name>
  <message>
   <source>A file is being analysed. What is done so far is kept, the rest is not analysed.</source>
   <translation>Un fichier est en cours d’analyse. Ce qui est fait est gardé, le reste n’est pas analysé.</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Chargement des modèles…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames</source>
   <translation>
    <numerusform>%Ln image</numerusform>
    <numerusform>%Ln images</numerusform>
   </translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Arrêter</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Continuer</translation>
  </message>
  <message>
   <source>Close all the same</source>
   <translation>Fermer quand même</translation>
  </message>
  <message>
   <source>Whole files</source>
   <translation>Fichiers entiers</translation>
  </message>
  <message>
   <source>Nothing is being analysed.</source>
   <translation>Rien n’est en cours d’analyse.</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Ajouter des fichiers…</translation>
  </message>
  <message>
   <source>Remove finished</source>
   <translation>Retirer les terminés</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
  <message>
   <source>Sooner</source>
   <translation>Plus tôt</translation>
  </message>
  <message>
   <source>Later</source>
   <translation>Plus tard</translation>
  </message>
  <message>
   <source>Stop…</source>
   <translation>Arrêter…</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Retirer</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ouvrir le dossier</translation>
  </message>
  <message>
   <source>Open in the window</source>
   <translation>Ouvrir dans la fenêtre</translation>
  </message>
  <message>
   <source>Finishing the files…</source>
   <translation>Finalisation des fichiers…</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln personne</numerusform>
    <numerusform>%Ln personnes</numerusform>
   </translation>
  </message>
  <message>
   <source>{name} ({older} is left as it was)</source>
   <translation>{name} ({older} reste tel quel)</translation>
  </message>
  <message>
   <source>Stop analysing {name}? What is done so far is kept.</source>
   <translation>Arrêter l’analyse de {name} ? Ce qui est fait est gardé.</translation>
  </message>
  <message numerus="yes">
   <source>%Ln files that wait are forgotten.</source>
   <translation>
    <numerusform>%Ln fichier en attente est oublié.</numerusform>
    <numerusform>%Ln fichiers en attente sont oubliés.</numerusform>
   </translation>
  </message>
  <message>
   <source>Waiting</source>
   <translation>En attente</translation>
  </message>
  <message>
   <source>Being analysed</source>
   <translation>En cours d’analyse</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Terminé</translation>
  </message>
  <message>
   <source>Stopped; what was done is kept</source>
   <translation>Arrêté ; ce qui est fait est gardé</translation>
  </message>
  <message>
   <source>Ended early</source>
   <translation>Interrompu</translation>
  </message>
  <message>
   <source>{n} a second</source>
   <translation>{n} par seconde</translation>
  </message>
  <message>
   <source>{n} of {all} frames</source>
   <translation>{n} images sur {all}</translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames in {time}</source>
   <translation>
    <numerusform>%Ln image en {time}</numerusform>
    <numerusform>%Ln images en {time}</numerusform>
   </translation>
  </message>
  <message>
   <source>Progress of {name}</source>
   <translation>Progression de {name}</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>reste {time}</translation>
  </message>
  <message>
   <source>mean age {n}</source>
   <translation>âge moyen {n}</translation>
  </message>
 </context>
 <context>
  <name>JumpDialog</name>
  <message>
   <source>1:23, 83 (seconds), 1:02:03.5, frame 400, or 50%</source>
   <translation>1:23, 83 (secondes), 1:02:03.5, frame 400 ou 50%</translation>
  </message>
  <message>
   <source>Jump to</source>
   <translation>Aller à</translation>
  </message>
  <message>
   <source>Where to</source>
   <translation>Où</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>Aller</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>The number of an image, or 50%</source>
   <translation>Le numéro d’une image ou 50%</translation>
  </message>
  <message>
   <source>“{text}” is no place in it.</source>
   <translation>« {text} » n’y désigne aucun endroit.</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>Open a video or images</source>
   <translation>Ouvrir une vidéo ou des images</translation>
  </message>
  <message>
   <source>Open address</source>
   <translation>Ouvrir une adresse</translation>
  </message>
  <message>
   <source>Address of a stream or video (rtsp://, http://, …)</source>
   <translation>Adresse d’un flux ou d’une vidéo (rtsp://, http://, …)</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Ouvrir</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Open a folder of images</source>
   <translation>Ouvrir un dossier d’images</translation>
  </message>
  <message>
   <source>Videos and images</source>
   <translation>Vidéos et images</translation>
  </message>
  <message>
   <source>Videos</source>
   <translation>Vidéos</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>Images</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>Tous les fichiers</translation>
  </message>
 </context>
 <context>
  <name>PreferencesDialog</name>
  <message>
   <source>How far away faces are looked for; the further, the slower</source>
   <translation>À quelle distance chercher des visages ; plus c’est loin, plus c’est lent</translation>
  </message>
  <message>
   <source>Faces narrower than this are left out; small ones are read badly</source>
   <translation>Les visages plus étroits sont laissés de côté ; les petits se lisent mal</translation>
  </message>
  <message>
   <source>What is a face with a lower probability is left out</source>
   <translation>Ce qui est un visage avec une probabilité moindre est laissé de côté</translation>
  </message>
  <message>
   <source>Gives people numbers and averages over time; off, every frame stands for itself</source>
   <translation>Donne des numéros aux personnes et fait la moyenne dans le temps ; désactivé, chaque image compte seule</translation>
  </message>
  <message>
   <source>By their faces, within one source and in memory only; off, each appearance counts as a person</source>
   <translation>Par leur visage, dans une source et en mémoire seulement ; désactivé, chaque apparition compte comme une personne</translation>
  </message>
  <message>
   <source>What image, snapshot and recording show of the faces themselves</source>
   <translation>Ce que l’image, l’instantané et la vidéo enregistrée montrent des visages</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Réglages</translation>
  </message>
  <message>
   <source>What runs the model</source>
   <translation>Ce qui exécute le modèle</translation>
  </message>
  <message>
   <source>What predicts age, gender and ethnicity</source>
   <translation>Ce qui estime l’âge, le genre et l’ethnie</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source>Colours of the window</source>
   <translation>Couleurs de la fenêtre</translation>
  </message>
  <message>
   <source>Works from the next start on</source>
   <translation>Valable au prochain démarrage</translation>
  </message>
  <message>
   <source>Changes work at once and are remembered.</source>
   <translation>Les changements agissent tout de suite et sont retenus.</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation>Réinitialiser</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
  <message>
   <source>All settings and the window's size as at the first start</source>
   <translation>Tous les réglages et la taille de la fenêtre comme au premier démarrage</translation>
  </message>
  <message>
   <source>Analysis</source>
   <translation>Analyse</translation>
  </message>
  <message>
   <source>Automatic: large on a graphics card</source>
   <translation>Automatique : grand sur une carte graphique</translation>
  </message>
  <message>
   <source>Small: fast</source>
   <translation>Petit : rapide</translation>
  </message>
  <message>
   <source>Large: right more often, four times the cost</source>
   <translation>Grand : juste plus souvent, quatre fois le coût</translation>
  </message>
  <message>
   <source>Automatic: fits the scene</source>
   <translation>Automatique : selon la scène</translation>
  </message>
  <message>
   <source>Near: up to 2 m</source>
   <translation>Près : jusqu’à 2 m</translation>
  </message>
  <message>
   <source>Far: up to 5 m</source>
   <translation>Loin : jusqu’à 5 m</translation>
  </message>
  <message>
   <source>Wide: small faces in large scenes</source>
   <translation>Large : petits visages dans de grandes scènes</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Image</translation>
  </message>
  <message>
   <source>As they are</source>
   <translation>Tels quels</translation>
  </message>
  <message>
   <source>Blurred</source>
   <translation>Floutés</translation>
  </message>
  <message>
   <source>Pixelated</source>
   <translation>Pixellisés</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Fenêtre</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Comme le système</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Clair</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Sombre</translation>
  </message>
 </context>
 <context>
  <name>Saver</name>
  <message>
   <source>Saved {path}. It holds {n} of {all} frames; all are in it once the whole file is analysed</source>
   <translation>{path} est enregistré. Il contient {n} images sur {all} ; toutes, une fois le fichier entier analysé</translation>
  </message>
  <message>
   <source>Image (*.png);;Report (*.html);;Drawing (*.svg);;Numbers (*.csv);;JPEG (*.jpg)</source>
   <translation>Image (*.png);;Rapport (*.html);;Dessin (*.svg);;Nombres (*.csv);;JPEG (*.jpg)</translation>
  </message>
  <message>
   <source>Save snapshot</source>
   <translation>Enregistrer l’instantané</translation>
  </message>
  <message>
   <source>Images (*.png *.jpg)</source>
   <translation>Images (*.png *.jpg)</translation>
  </message>
  <message>
   <source>Save table</source>
   <translation>Enregistrer le tableau</translation>
  </message>
  <message>
   <source>Table (*.csv);;JSON Lines (*.jsonl)</source>
   <translation>Tableau (*.csv);;JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>Ouvrir le dossier</translation>
  </message>
  <message>
   <source>Contact sheet (*.html)</source>
   <translation>Planche (*.html)</translation>
  </message>
  <message>
   <source>Table of people (*.csv)</source>
   <translation>Tableau des personnes (*.csv)</translation>
  </message>
  <message>
   <source>JSON Lines (*.jsonl)</source>
   <translation>JSON Lines (*.jsonl)</translation>
  </message>
  <message>
   <source>Subtitles (*.ass *.vtt)</source>
   <translation>Sous-titres (*.ass *.vtt)</translation>
  </message>
  <message>
   <source>Summary (*.json)</source>
   <translation>Résumé (*.json)</translation>
  </message>
  <message>
   <source>Save people</source>
   <translation>Enregistrer les personnes</translation>
  </message>
  <message>
   <source>Save charts</source>
   <translation>Enregistrer les graphiques</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>Remplacer</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} est enregistré</translation>
  </message>
  <message>
   <source>{name} is there already. Replace it?</source>
   <translation>{name} existe déjà. Le remplacer ?</translation>
  </message>
 </context>
 <context>
  <name>SeveralDialog</name>
  <message>
   <source>Open several</source>
   <translation>Ouvrir plusieurs sources</translation>
  </message>
  <message>
   <source>What should be watched side by side?</source>
   <translation>Que faut-il regarder côte à côte ?</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>Sources</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Retirer</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Ouvrir</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>Ajouter des fichiers…</translation>
  </message>
  <message>
   <source>Add address…</source>
   <translation>Ajouter une adresse…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Nine at most are shown side by side. Remove some, or put them in the queue.</source>
   <translation>Neuf au plus sont montrés côte à côte. Retirez-en, ou mettez-les dans la file d’attente.</translation>
  </message>
  <message>
   <source>They share the models, and people are known again from one to the other.</source>
   <translation>Elles partagent les modèles, et les personnes sont reconnues de l’une à l’autre.</translation>
  </message>
 </context>
 <context>
  <name>Shortcuts</name>
  <message>
   <source>Keys</source>
   <translation>Touches</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
 </context>
 <context>
  <name>FilmControls</name>
  <message>
   <source>1 person</source>
   <translation>1 personne</translation>
  </message>
  <message>
   <source>Save analysis</source>
   <translation>Enregistrer l’analyse</translation>
  </message>
  <message>
   <source>Open analysis</source>
   <translation>Ouvrir une analyse</translation>
  </message>
  <message>
   <source>{share} analysed</source>
   <translation>{share} analysé</translation>
  </message>
  <message>
   <source>Analysis (*{ending})</source>
   <translation>Analyse (*{ending})</translation>
  </message>
  <message>
   <source>{name} is not the video that was analysed</source>
   <translation>{name} n’est pas la vidéo analysée</translation>
  </message>
  <message>
   <source>Part: {part}</source>
   <translation>Partie : {part}</translation>
  </message>
  <message>
   <source>{people}, memory full</source>
   <translation>{people}, mémoire pleine</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} personnes</translation>
  </message>
  <message>
   <source>Where is {name}?</source>
   <translation>Où est {name} ?</translation>
  </message>
  <message>
   <source>Saved {name}</source>
   <translation>{name} est enregistré</translation>
  </message>
 </context>
 <context>
  <name>JobControls</name>
  <message>
   <source>{name} could not be analysed to its end: {reason}</source>
   <translation>{name} n’a pas pu être analysé jusqu’au bout : {reason}</translation>
  </message>
  <message>
   <source>Analysing: {share}, {n} waiting</source>
   <translation>Analyse : {share}, {n} en attente</translation>
  </message>
  <message>
   <source>Analysing: {share}</source>
   <translation>Analyse : {share}</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Afficher</translation>
  </message>
  <message>
   <source>Results of the files that were analysed</source>
   <translation>Résultats des fichiers analysés</translation>
  </message>
  <message>
   <source>{name} is being analysed; a click shows all files</source>
   <translation>{name} est en cours d’analyse ; un clic affiche tous les fichiers</translation>
  </message>
  <message>
   <source>Files analysed: {n}</source>
   <translation>Fichiers analysés : {n}</translation>
  </message>
  <message>
   <source>{name} is analysed</source>
   <translation>{name} est analysé</translation>
  </message>
 </context>
 <context>
  <name>Labels</name>
  <message>
   <source>Engine</source>
   <translation>Moteur</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modèle</translation>
  </message>
  <message>
   <source>Detector range</source>
   <translation>Portée du détecteur</translation>
  </message>
  <message>
   <source>Smallest face</source>
   <translation>Plus petit visage</translation>
  </message>
  <message>
   <source>Certainty of a face</source>
   <translation>Certitude d’un visage</translation>
  </message>
  <message>
   <source>Follow people and smooth their values</source>
   <translation>Suivre les personnes et lisser leurs valeurs</translation>
  </message>
  <message>
   <source>Recognise people who come back</source>
   <translation>Reconnaître les personnes qui reviennent</translation>
  </message>
  <message>
   <source>Faces in the image</source>
   <translation>Visages dans l’image</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Thème</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Langue</translation>
  </message>
  <message>
   <source>Open &amp;folder of images…</source>
   <translation>Ouvrir un &amp;dossier d’images…</translation>
  </message>
  <message>
   <source>Annotated copy</source>
   <translation>Copie annotée</translation>
  </message>
  <message>
   <source>Table (CSV): one row for each face of each frame</source>
   <translation>Tableau (CSV) : une ligne par visage et par image</translation>
  </message>
  <message>
   <source>Summary (JSON): people, ages, shares</source>
   <translation>Résumé (JSON) : personnes, âges, parts</translation>
  </message>
  <message>
   <source>Automatic: the fastest that works</source>
   <translation>Automatique : le plus rapide qui fonctionne</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>Processeur</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (CUDA)</source>
   <translation>Carte graphique NVIDIA (CUDA)</translation>
  </message>
  <message>
   <source>NVIDIA graphics card (TensorRT)</source>
   <translation>Carte graphique NVIDIA (TensorRT)</translation>
  </message>
  <message>
   <source>Male</source>
   <translation>Masculin</translation>
  </message>
  <message>
   <source>Female</source>
   <translation>Féminin</translation>
  </message>
  <message>
   <source>White</source>
   <translation>Blanche</translation>
  </message>
  <message>
   <source>Black</source>
   <translation>Noire</translation>
  </message>
  <message>
   <source>Asian</source>
   <translation>Asiatique</translation>
  </message>
  <message>
   <source>Indian</source>
   <translation>Indienne</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>Autre</translation>
  </message>
  <message>
   <source>Gender unsure</source>
   <translation>Genre incertain</translation>
  </message>
  <message>
   <source>Ethnicity unsure</source>
   <translation>Ethnie incertaine</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>Forget the people, charts and table of this session? What was saved stays.</source>
   <translation>Oublier les personnes, les graphiques et le tableau de cette session ? Ce qui est enregistré reste.</translation>
  </message>
  <message>
   <source>Set everything back as at the first start? The list of files opened last is cleared too.</source>
   <translation>Tout remettre comme au premier démarrage ? La liste des derniers fichiers ouverts est vidée aussi.</translation>
  </message>
  <message>
   <source>The file can't be analysed in the background: {reason}</source>
   <translation>Le fichier ne peut pas être analysé en arrière-plan : {reason}</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Chargement des modèles…</translation>
  </message>
  <message>
   <source>Analysis begins in a moment</source>
   <translation>L’analyse commence dans un instant</translation>
  </message>
  <message>
   <source>Drop to open</source>
   <translation>Déposer pour ouvrir</translation>
  </message>
  <message>
   <source>chosen automatically</source>
   <translation>choisi automatiquement</translation>
  </message>
  <message>
   <source>chosen in the settings</source>
   <translation>choisi dans les réglages</translation>
  </message>
  <message>
   <source>Analysis goes on with {name}: {reason}</source>
   <translation>L’analyse continue avec {name} : {reason}</translation>
  </message>
  <message>
   <source>These settings do not work here, so analysis goes on with those before: {reason}</source>
   <translation>Ces réglages ne fonctionnent pas ici, l’analyse continue donc avec les précédents : {reason}</translation>
  </message>
  <message>
   <source>Images are shown without analysis: {reason}</source>
   <translation>Les images sont affichées sans analyse : {reason}</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>une erreur de FaceLens y a mis fin</translation>
  </message>
  <message>
   <source>The image is copied</source>
   <translation>L’image est copiée</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Réinitialiser</translation>
  </message>
  <message>
   <source>No analysis</source>
   <translation>Pas d’analyse</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Réessayer</translation>
  </message>
  <message>
   <source>Side by side…</source>
   <translation>Côte à côte…</translation>
  </message>
  <message>
   <source>Analyse all…</source>
   <translation>Tout analyser…</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Vider</translation>
  </message>
  <message>
   <source>{name} is opened, the first of {n}</source>
   <translation>{name} est ouvert, le premier de {n}</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Fichier</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>É&amp;dition</translation>
  </message>
  <message>
   <source>&amp;Playback</source>
   <translation>&amp;Lecture</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Affichage</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>A&amp;ide</translation>
  </message>
  <message>
   <source>&amp;Camera</source>
   <translation>&amp;Caméra</translation>
  </message>
  <message>
   <source>Open &amp;recent</source>
   <translation>Ouvrir un fichier &amp;récent</translation>
  </message>
  <message>
   <source>C&amp;lear the list</source>
   <translation>&amp;Vider la liste</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Outils</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>Choisir une caméra</translation>
  </message>
  <message>
   <source>No camera found; plug one in</source>
   <translation>Aucune caméra trouvée ; branchez-en une</translation>
  </message>
 </context>
 <context>
  <name>Cameras</name>
  <message>
   <source>Camera {n}</source>
   <translation>Caméra {n}</translation>
  </message>
 </context>
 <context>
  <name>SaveControls</name>
  <message>
   <source>Stop &amp;recording</source>
   <translation>Arrêter l’&amp;enregistrement</translation>
  </message>
  <message>
   <source>&amp;Record</source>
   <translation>&amp;Enregistrer la vidéo</translation>
  </message>
 </context>
 <context>
  <name>DrawingControls</name>
  <message>
   <source>Drag corners and edges to move them. F2 renames, Del deletes, T turns a line round.</source>
   <translation>Faites glisser coins et bords. F2 renomme, Suppr supprime, T retourne une ligne.</translation>
  </message>
  <message>
   <source>Click where the line begins and where it ends, or drag. The arrow shows which way is in.</source>
   <translation>Cliquez au début et à la fin de la ligne, ou faites glisser. La flèche montre le sens de l’entrée.</translation>
  </message>
  <message>
   <source>Click each corner; Return, a double click or the first corner closes. Backspace takes one back.</source>
   <translation>Cliquez sur chaque coin ; Entrée, un double-clic ou le premier coin ferme. Retour arrière en retire un.</translation>
  </message>
  <message>
   <source>Click a source, or press its number, to make it large. L, Z and M draw.</source>
   <translation>Cliquez sur une source, ou tapez son numéro, pour l’agrandir. L, Z et M dessinent.</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>Ligne</translation>
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
   <translation>Côte à côte</translation>
  </message>
  <message>
   <source>Open site</source>
   <translation>Ouvrir un site</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>Site (*.toml)</translation>
  </message>
  <message>
   <source>Several sources need the package {name}, which is missing: pip install -r {file}</source>
   <translation>Plusieurs sources demandent le paquet {name}, qui manque : pip install -r {file}</translation>
  </message>
 </context>
 <context>
  <name>Shapes</name>
  <message>
   <source>{n} now</source>
   <translation>{n} maintenant</translation>
  </message>
  <message>
   <source>Mask {n}</source>
   <translation>Masque {n}</translation>
  </message>
  <message>
   <source>in {n}  out {m}</source>
   <translation>entrées {n}  sorties {m}</translation>
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
   <translation>Sources, lignes et zones</translation>
  </message>
  <message>
   <source>opening</source>
   <translation>ouverture</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln personne</numerusform>
    <numerusform>%Ln personnes</numerusform>
   </translation>
  </message>
  <message>
   <source>away</source>
   <translation>absente</translation>
  </message>
  <message>
   <source>ended</source>
   <translation>terminée</translation>
  </message>
  <message>
   <source>failed</source>
   <translation>échec</translation>
  </message>
  <message>
   <source>Line: who goes over it the way of the arrow goes in</source>
   <translation>Ligne : qui la franchit dans le sens de la flèche entre</translation>
  </message>
  <message>
   <source>Zone: who is in it now, and how long they stay on average</source>
   <translation>Zone : qui s’y trouve, et combien de temps on y reste en moyenne</translation>
  </message>
  <message>
   <source>Mask: is black before anything looks, once the site goes on with it</source>
   <translation>Masque : est noir avant que quoi que ce soit ne regarde</translation>
  </message>
 </context>
 <context>
  <name>SiteMenus</name>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Fichier</translation>
  </message>
  <message>
   <source>&amp;Sources</source>
   <translation>&amp;Sources</translation>
  </message>
  <message>
   <source>&amp;Draw</source>
   <translation>&amp;Dessiner</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Affichage</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>A&amp;ide</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Outils</translation>
  </message>
 </context>
 <context>
  <name>SiteWindow</name>
  <message>
   <source>The site file was changed by somebody else. What you have changed here is not saved yet.</source>
   <translation>Le fichier de site a été modifié par quelqu’un d’autre. Vos modifications d’ici ne sont pas encore enregistrées.</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people so far</source>
   <translation>
    <numerusform>%Ln personne jusqu’ici</numerusform>
    <numerusform>%Ln personnes jusqu’ici</numerusform>
   </translation>
  </message>
  <message>
   <source>Close without saving what you have changed of this site?</source>
   <translation>Fermer sans enregistrer vos modifications de ce site ?</translation>
  </message>
  <message>
   <source>Loading the models…</source>
   <translation>Chargement des modèles…</translation>
  </message>
  <message>
   <source>Take the file's</source>
   <translation>Prendre celles du fichier</translation>
  </message>
  <message numerus="yes">
   <source>%Ln visits</source>
   <translation>
    <numerusform>%Ln visite</numerusform>
    <numerusform>%Ln visites</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing is watched</source>
   <translation>Rien n’est regardé</translation>
  </message>
  <message>
   <source>a fault in FaceLens has ended it</source>
   <translation>une erreur de FaceLens y a mis fin</translation>
  </message>
  <message>
   <source>Nine sources at most are shown side by side.</source>
   <translation>Neuf sources au plus sont montrées côte à côte.</translation>
  </message>
  <message>
   <source>This is the last source: close the window to stop watching it.</source>
   <translation>C’est la dernière source : fermez la fenêtre pour ne plus la regarder.</translation>
  </message>
  <message>
   <source>Save site</source>
   <translation>Enregistrer le site</translation>
  </message>
  <message>
   <source>Site (*.toml)</source>
   <translation>Site (*.toml)</translation>
  </message>
  <message>
   <source>Saved {path}</source>
   <translation>{path} est enregistré</translation>
  </message>
  <message>
   <source>{fps} frames per second</source>
   <translation>{fps} images par seconde</translation>
  </message>
  <message>
   <source>Close unsaved</source>
   <translation>Fermer sans enregistrer</translation>
  </message>
 </context>
 <context>
  <name>Tile</name>
  <message numerus="yes">
   <source>No new image for %Ln seconds</source>
   <translation>
    <numerusform>Aucune nouvelle image depuis %Ln seconde</numerusform>
    <numerusform>Aucune nouvelle image depuis %Ln secondes</numerusform>
   </translation>
  </message>
  <message>
   <source>The end</source>
   <translation>Fin</translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln personne</numerusform>
    <numerusform>%Ln personnes</numerusform>
   </translation>
  </message>
  <message>
   <source>Away. Trying again…</source>
   <translation>Absente. Nouvel essai…</translation>
  </message>
  <message>
   <source>Does not open</source>
   <translation>Ne s’ouvre pas</translation>
  </message>
  <message>
   <source>Waiting for the first image…</source>
   <translation>En attente de la première image…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>Ouverture…</translation>
  </message>
  <message>
   <source>Play again</source>
   <translation>Relire</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Réessayer</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. Nouvel essai…</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>Visages pas encore cherchés : entièrement couvert</translation>
  </message>
  <message>
   <source>{fps} fps</source>
   <translation>{fps} i/s</translation>
  </message>
  <message>
   <source>{n} ms old</source>
   <translation>{n} ms d’âge</translation>
  </message>
 </context>
 <context>
  <name>SourceControls</name>
  <message>
   <source>Try again</source>
   <translation>Réessayer</translation>
  </message>
  <message>
   <source>Open again</source>
   <translation>Rouvrir</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>&amp;Pause</translation>
  </message>
  <message>
   <source>&amp;Play</source>
   <translation>&amp;Lire</translation>
  </message>
  <message>
   <source>Opening {name}…</source>
   <translation>Ouverture de {name}…</translation>
  </message>
  <message>
   <source>{reason}. Trying again…</source>
   <translation>{reason}. Nouvel essai…</translation>
  </message>
  <message>
   <source>{name} has ended</source>
   <translation>{name} est terminé</translation>
  </message>
  <message>
   <source>{name} gives no new image. It is still waited for.</source>
   <translation>{name} ne donne pas de nouvelle image. L’attente continue.</translation>
  </message>
 </context>
 <context>
  <name>AgeCourseChart</name>
  <message>
   <source>{time}: {age} years ({low}–{high})</source>
   <translation>{time} : {age} ans ({low}–{high})</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>Âge au fil du temps</translation>
  </message>
  <message>
   <source>Between {low} and {high} years</source>
   <translation>Entre {low} et {high} ans</translation>
  </message>
 </context>
 <context>
  <name>Banner</name>
  <message>
   <source>Message</source>
   <translation>Message</translation>
  </message>
  <message>
   <source>Put this message away</source>
   <translation>Fermer ce message</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Fermer</translation>
  </message>
 </context>
 <context>
  <name>Charts</name>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person.</source>
   <translation>Comptage : {rule}. Qui revient est la même personne.</translation>
  </message>
  <message>
   <source>{low} to {high} in 95 of 100 cases, with the errors that the model makes</source>
   <translation>{low} à {high} dans 95 cas sur 100, avec les erreurs que fait le modèle</translation>
  </message>
  <message>
   <source>Ages</source>
   <translation>Âges</translation>
  </message>
  <message>
   <source>People by decade of age and gender</source>
   <translation>Personnes par décennie d’âge et genre</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>Ethnie</translation>
  </message>
  <message>
   <source>Share of people</source>
   <translation>Part des personnes</translation>
  </message>
  <message>
   <source>People in view</source>
   <translation>Personnes visibles</translation>
  </message>
  <message>
   <source>Over time</source>
   <translation>Au fil du temps</translation>
  </message>
  <message>
   <source>Mean age in view</source>
   <translation>Âge moyen des personnes visibles</translation>
  </message>
  <message>
   <source>nothing analysed, or nobody</source>
   <translation>rien d’analysé, ou personne</translation>
  </message>
  <message>
   <source>{name}: {n} of {all}</source>
   <translation>{name} : {n} sur {all}</translation>
  </message>
  <message>
   <source>different people</source>
   <translation>personnes différentes</translation>
  </message>
  <message>
   <source>mean age</source>
   <translation>âge moyen</translation>
  </message>
  <message>
   <source>{value} in view</source>
   <translation>{value} visibles</translation>
  </message>
  <message>
   <source>{value} years</source>
   <translation>{value} ans</translation>
  </message>
  <message>
   <source>person</source>
   <translation>personne</translation>
  </message>
  <message>
   <source>likely {low} to {high} %</source>
   <translation>sans doute {low} à {high} %</translation>
  </message>
 </context>
 <context>
  <name>Gallery</name>
  <message>
   <source>This is no face: delete</source>
   <translation>Pas un visage : supprimer</translation>
  </message>
  <message>
   <source>Gender is</source>
   <translation>Le genre est</translation>
  </message>
  <message>
   <source>Ethnicity is</source>
   <translation>L’ethnie est</translation>
  </message>
  <message>
   <source>Age is about</source>
   <translation>L’âge est d’environ</translation>
  </message>
  <message>
   <source>Somebody else was there at</source>
   <translation>Quelqu’un d’autre était là à</translation>
  </message>
  <message>
   <source>This is the same person as</source>
   <translation>C’est la même personne que</translation>
  </message>
  <message>
   <source>{people} are the same person</source>
   <translation>{people} sont la même personne</translation>
  </message>
  <message>
   <source>First seen</source>
   <translation>Premiers vus</translation>
  </message>
  <message>
   <source>Longest in view</source>
   <translation>Le plus longtemps visibles</translation>
  </message>
  <message>
   <source>Youngest</source>
   <translation>Les plus jeunes</translation>
  </message>
  <message>
   <source>Oldest</source>
   <translation>Les plus âgés</translation>
  </message>
  <message>
   <source>Most visits</source>
   <translation>Le plus de visites</translation>
  </message>
  <message>
   <source>Least sure</source>
   <translation>Les moins sûrs</translation>
  </message>
  <message>
   <source>Search: women 20-35, seen at least 10 s</source>
   <translation>Chercher : women 20-35, seen at least 10 s</translation>
  </message>
  <message>
   <source>Search people</source>
   <translation>Chercher des personnes</translation>
  </message>
  <message>
   <source>Sort people</source>
   <translation>Trier les personnes</translation>
  </message>
  <message>
   <source>Nobody is known yet.</source>
   <translation>Personne n’est encore connu.</translation>
  </message>
  <message>
   <source>Everybody in the film</source>
   <translation>Tout le monde dans le film</translation>
  </message>
  <message>
   <source>Counted: {rule}. Whoever comes back is the same person; between {low} and {high} are possible.</source>
   <translation>Comptage : {rule}. Qui revient est la même personne ; de {low} à {high} sont possibles.</translation>
  </message>
  <message>
   <source>Nobody fits this search.</source>
   <translation>Personne ne correspond à cette recherche.</translation>
  </message>
  <message>
   <source>1 person</source>
   <translation>1 personne</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>Tout sur cette personne</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} images</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} sur {all}</translation>
  </message>
  <message>
   <source>{n} visits</source>
   <translation>{n} visites</translation>
  </message>
  <message>
   <source>{n} people</source>
   <translation>{n} personnes</translation>
  </message>
 </context>
 <context>
  <name>EmptyState</name>
  <message>
   <source>Drop a video or an image here</source>
   <translation>Déposez ici une vidéo ou une image</translation>
  </message>
  <message>
   <source>Age, gender and ethnicity of its faces, estimated on this computer</source>
   <translation>Âge, genre et ethnie de ses visages, estimés sur cet ordinateur</translation>
  </message>
  <message>
   <source>Open a file</source>
   <translation>Ouvrir un fichier</translation>
  </message>
  <message>
   <source>Choose a camera</source>
   <translation>Choisir une caméra</translation>
  </message>
  <message>
   <source>Show a camera's image</source>
   <translation>Afficher l’image d’une caméra</translation>
  </message>
  <message>
   <source>Play the demo</source>
   <translation>Lire la démo</translation>
  </message>
  <message>
   <source>Opened last</source>
   <translation>Derniers ouverts</translation>
  </message>
  <message>
   <source>Open {name} again</source>
   <translation>Rouvrir {name}</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
  <message>
   <source>Click to highlight this person in the image, double click for all about them</source>
   <translation>Un clic met cette personne en valeur dans l’image, un double clic montre tout sur elle</translation>
  </message>
  <message>
   <source>Click to highlight this person in the image</source>
   <translation>Cliquez pour mettre cette personne en évidence dans l’image</translation>
  </message>
  <message>
   <source>All about this person</source>
   <translation>Tout sur cette personne</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} ans</translation>
  </message>
 </context>
 <context>
  <name>PeopleInView</name>
  <message>
   <source>Different people since the file was opened. Counted: {rule}. Who has just come is in view, and counts a moment later.</source>
   <translation>Personnes différentes depuis l’ouverture du fichier. Comptage : {rule}. Qui vient d’arriver est visible et compte un instant plus tard.</translation>
  </message>
  <message>
   <source>1 counted</source>
   <translation>1 comptée</translation>
  </message>
  <message>
   <source>Whoever is in the image appears here.</source>
   <translation>Qui est dans l’image apparaît ici.</translation>
  </message>
  <message>
   <source>{n} in view</source>
   <translation>{n} visibles</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>et {n} de plus</translation>
  </message>
  <message>
   <source>Faces appear as soon as the models are loaded.</source>
   <translation>Les visages apparaissent dès que les modèles sont chargés.</translation>
  </message>
  <message>
   <source>Nobody in view.</source>
   <translation>Personne de visible.</translation>
  </message>
  <message>
   <source>{n} counted</source>
   <translation>{n} comptées</translation>
  </message>
 </context>
 <context>
  <name>PeopleTab</name>
  <message>
   <source>In view</source>
   <translation>Visibles</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Tout le monde</translation>
  </message>
 </context>
 <context>
  <name>PersonPage</name>
  <message>
   <source>It is not certain that all appearances are the same person's</source>
   <translation>Il n’est pas certain que toutes les apparitions soient de la même personne</translation>
  </message>
  <message>
   <source>Back to everybody (Esc)</source>
   <translation>Revenir à tout le monde (Échap)</translation>
  </message>
  <message>
   <source>The person before (←)</source>
   <translation>La personne précédente (←)</translation>
  </message>
  <message>
   <source>The next person (→)</source>
   <translation>La personne suivante (→)</translation>
  </message>
  <message>
   <source>Age over time</source>
   <translation>Âge au fil du temps</translation>
  </message>
  <message>
   <source>Gender</source>
   <translation>Genre</translation>
  </message>
  <message>
   <source>Ethnicity</source>
   <translation>Ethnie</translation>
  </message>
  <message>
   <source>Appearances</source>
   <translation>Apparitions</translation>
  </message>
  <message>
   <source>A click goes there</source>
   <translation>Un clic y mène</translation>
  </message>
  <message>
   <source>Correct…</source>
   <translation>Corriger…</translation>
  </message>
  <message>
   <source>Say what is wrong about this person</source>
   <translation>Dire ce qui est faux pour cette personne</translation>
  </message>
  <message>
   <source>Everybody</source>
   <translation>Tout le monde</translation>
  </message>
  <message>
   <source>{time} in view, {n} frames</source>
   <translation>{time} à l’image, {n} images</translation>
  </message>
  <message>
   <source>{age} years</source>
   <translation>{age} ans</translation>
  </message>
  <message>
   <source>{low}–{high} in 4 of 5 cases</source>
   <translation>{low}–{high} dans 4 cas sur 5</translation>
  </message>
  <message>
   <source>{n} images</source>
   <translation>{n} images</translation>
  </message>
  <message>
   <source>Appearances: {n}</source>
   <translation>Apparitions : {n}</translation>
  </message>
  <message>
   <source>Image {n}</source>
   <translation>Image {n}</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} sur {all}</translation>
  </message>
  <message>
   <source>corrected</source>
   <translation>corrigé</translation>
  </message>
 </context>
 <context>
  <name>RecordingBadge</name>
  <message>
   <source>Recording: {text}</source>
   <translation>Enregistrement : {text}</translation>
  </message>
 </context>
 <context>
  <name>SidePanel</name>
  <message>
   <source>People</source>
   <translation>Personnes</translation>
  </message>
  <message>
   <source>Charts</source>
   <translation>Graphiques</translation>
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>Frames a second that the source gives</source>
   <translation>Images par seconde que donne la source</translation>
  </message>
  <message>
   <source>Frames a second that are analysed and shown</source>
   <translation>Images par seconde analysées et affichées</translation>
  </message>
  <message>
   <source>Frames passed over since newer ones had arrived</source>
   <translation>Images passées parce que de plus récentes étaient arrivées</translation>
  </message>
  <message>
   <source>Time between a frame's due moment and its appearance on the screen</source>
   <translation>Temps entre le moment dû d’une image et son apparition à l’écran</translation>
  </message>
  <message>
   <source>Images that could not be read, and why</source>
   <translation>Images qui n’ont pas pu être lues, et pourquoi</translation>
  </message>
  <message>
   <source>{n} skipped</source>
   <translation>{n} ignorées</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>En pause</translation>
  </message>
  <message>
   <source>Analysis can't keep up: only part of the frames is analysed and shown, the newest each time</source>
   <translation>L’analyse ne suit pas : une partie seulement des images est analysée et affichée, à chaque fois la plus récente</translation>
  </message>
  <message>
   <source>Source {n} fps</source>
   <translation>Source {n} fps</translation>
  </message>
  <message>
   <source>Analysed {n} fps</source>
   <translation>Analysé {n} fps</translation>
  </message>
  <message>
   <source>Dropped {n}</source>
   <translation>Perdues {n}</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>et {n} de plus</translation>
  </message>
  <message>
   <source>Latency {n} ms</source>
   <translation>Latence {n} ms</translation>
  </message>
 </context>
 <context>
  <name>Timeline</name>
  <message>
   <source>Let the analysis go on</source>
   <translation>Laisser continuer l’analyse</translation>
  </message>
  <message>
   <source>Hold the analysis of this file</source>
   <translation>Suspendre l’analyse de ce fichier</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Continuer</translation>
  </message>
  <message>
   <source>Hold</source>
   <translation>Suspendre</translation>
  </message>
 </context>
 <context>
  <name>_Chart</name>
  <message>
   <source>Timeline</source>
   <translation>Chronologie</translation>
  </message>
  <message>
   <source>Who is in view when; a click goes there, the wheel zooms</source>
   <translation>Qui est visible et quand ; un clic y va, la molette agrandit</translation>
  </message>
 </context>
 <context>
  <name>TransportBar</name>
  <message>
   <source>Volume; sound is played at normal speed</source>
   <translation>Volume ; le son est lu à vitesse normale</translation>
  </message>
  <message>
   <source>the end</source>
   <translation>la fin</translation>
  </message>
  <message>
   <source>Position</source>
   <translation>Position</translation>
  </message>
  <message>
   <source>Position: drag, click, or use the arrow keys, Home and End</source>
   <translation>Position : glisser, cliquer ou utiliser les flèches, Début et Fin</translation>
  </message>
  <message>
   <source>LIVE</source>
   <translation>DIRECT</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>Vitesse</translation>
  </message>
  <message>
   <source>Speed of the video ([ slower, ] faster)</source>
   <translation>Vitesse de la vidéo ([ plus lent, ] plus rapide)</translation>
  </message>
  <message>
   <source>Volume</source>
   <translation>Volume</translation>
  </message>
  <message>
   <source>{start} to {end}</source>
   <translation>{start} à {end}</translation>
  </message>
  <message>
   <source>No sound device was found</source>
   <translation>Aucun périphérique audio trouvé</translation>
  </message>
  <message>
   <source>Time {time}</source>
   <translation>Temps {time}</translation>
  </message>
  <message>
   <source>frame {n}</source>
   <translation>image {n}</translation>
  </message>
 </context>
 <context>
  <name>VideoView</name>
  <message>
   <source>Image</source>
   <translation>Image</translation>
  </message>
  <message>
   <source>The video or image, with the faces found in it</source>
   <translation>La vidéo ou l’image, avec les visages trouvés</translation>
  </message>
  <message>
   <source>Not searched for faces: covered as a whole</source>
   <translation>Visages pas encore cherchés : entièrement couvert</translation>
  </message>
 </context>
</TS>
