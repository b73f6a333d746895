<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message numerus="yes">
        <source>%n time(s) it was slow; the log says where.</source>
        <translation>
            <numerusform>%n time it was slow; the log says where.</numerusform>
            <numerusform>%n times it was slow; the log says where.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EndQuestion</name>
    <message numerus="yes">
        <source>%n are watching. This cannot be undone.</source>
        <translation>
            <numerusform>%n is watching. This cannot be undone.</numerusform>
            <numerusform>%n are watching. This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message numerus="yes">
        <source>%n gap(s) since {time}</source>
        <translation>
            <numerusform>%n gap since {time}</numerusform>
            <numerusform>%n gaps since {time}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message numerus="yes">
        <source>%n broadcast(s) on now</source>
        <translation>
            <numerusform>%n broadcast on now</numerusform>
            <numerusform>%n broadcasts on now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryCard</name>
    <message numerus="yes">
        <source>%n gap(s), {time} in all</source>
        <translation>
            <numerusform>%n gap, {time} in all</numerusform>
            <numerusform>%n gaps, {time} in all</numerusform>
        </translation>
    </message>
</context>
</TS>
