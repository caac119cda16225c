import type { Variation } from "../../domain/template.ts";

export const moods: Variation[] = [
  {
    name: "closing time",
    prompt: "the hush of a shop after closing, warm lamps going out one after another, time slowing down",
  },
  {
    name: "golden hour",
    prompt: "late sun lying flat across the crates, dust turning slowly in it, amber and honey, generous and nostalgic",
  },
  {
    name: "rain on the window",
    prompt: "a wet grey afternoon outside, one warm bulb inside, shelter, unhurried and a little melancholy",
  },
  {
    name: "the find",
    prompt: "the jolt of coming across something long looked for, one sleeve glowing among hundreds, quiet excitement",
  },
  {
    name: "neon night",
    prompt: "pink and teal from a sign across the street sliding over black vinyl, nocturnal, cool, slightly dangerous",
  },
  {
    name: "first play",
    prompt: "the second before the music starts, needle just down, soft crackle in the air, everything waiting",
  },
  {
    name: "well loved",
    prompt: "worn corners, ring wear and tape on the spine, tenderness for an object that was played to death",
  },
  {
    name: "basement heat",
    prompt: "low ceiling, red bulb, thick warm air, bass in the floorboards, intimate and restless",
  },
  {
    name: "sunday morning",
    prompt: "pale clean light, open door, faint steam from a cup on the counter, calm and fresh",
  },
  {
    name: "ghost of a party",
    prompt: "the morning after in the listening corner, coloured lamps still on in daylight, spent and content",
  },
];
