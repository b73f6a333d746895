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
    <name>CheckSheet</name>
    <message numerus="yes">
        <source>%n thing(s) keep you from a good show.</source>
        <translation>
            <numerusform>%n thing keeps you from a good show.</numerusform>
            <numerusform>%n things keep you from a good show.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The way is open. %n thing(s) to know.</source>
        <translation>
            <numerusform>The way is open. %n thing to know.</numerusform>
            <numerusform>The way is open. %n things to know.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n gap(s), {time}</source>
        <translation>
            <numerusform>%n gap, {time}</numerusform>
            <numerusform>%n gaps, {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n publisher(s)</source>
        <translation>
            <numerusform>%n publisher</numerusform>
            <numerusform>%n publishers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) in a row</source>
        <translation>
            <numerusform>%n time in a row</numerusform>
            <numerusform>%n times in a row</numerusform>
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
    <name>FigureRow</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message numerus="yes">
        <source>%n broadcast(s) match</source>
        <translation>
            <numerusform>%n broadcast matches</numerusform>
            <numerusform>%n broadcasts match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n broadcast(s) on now</source>
        <translation>
            <numerusform>%n broadcast on now</numerusform>
            <numerusform>%n broadcasts on now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastLink</name>
    <message numerus="yes">
        <source>%n broadcast(s) written to {name}.</source>
        <translation>
            <numerusform>%n broadcast written to {name}.</numerusform>
            <numerusform>%n broadcasts written to {name}.</numerusform>
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
