<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
