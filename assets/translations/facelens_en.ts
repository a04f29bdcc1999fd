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
</TS>
