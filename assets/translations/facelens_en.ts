<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
 <context>
  <name>Jobs</name>
  <message numerus="yes">
   <source>%Ln frames</source>
   <translation>
    <numerusform>%Ln frame</numerusform>
    <numerusform>%Ln frames</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln person</numerusform>
    <numerusform>%Ln people</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%Ln files that wait are forgotten.</source>
   <translation>
    <numerusform>%Ln file that waits is forgotten.</numerusform>
    <numerusform>%Ln files that wait are forgotten.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%Ln frames in {time}</source>
   <translation>
    <numerusform>%Ln frame in {time}</numerusform>
    <numerusform>%Ln frames in {time}</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>ShapesPanel</name>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln person</numerusform>
    <numerusform>%Ln people</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>SiteWindow</name>
  <message numerus="yes">
   <source>%Ln people so far</source>
   <translation>
    <numerusform>%Ln person so far</numerusform>
    <numerusform>%Ln people so far</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%Ln visits</source>
   <translation>
    <numerusform>%Ln visit</numerusform>
    <numerusform>%Ln visits</numerusform>
   </translation>
  </message>
 </context>
 <context>
  <name>Tile</name>
  <message numerus="yes">
   <source>No new image for %Ln seconds</source>
   <translation>
    <numerusform>No new image for %Ln second</numerusform>
    <numerusform>No new image for %Ln seconds</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>%Ln people</source>
   <translation>
    <numerusform>%Ln person</numerusform>
    <numerusform>%Ln people</numerusform>
   </translation>
  </message>
 </context>
</TS>
