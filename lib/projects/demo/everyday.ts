import type { DemoPrompt } from "./demo-prompt.ts";

/** Small practical questions, asked by somebody in the middle of something. */
export const everydayPrompts: DemoPrompt[] = [
  {
    tags: ["everyday", "cooking"],
    turns: [
      "I have two eggs, half an onion, leftover rice and soy sauce. It's nine in the evening and I'm tired. What's the quickest thing I can eat?",
    ],
  },
  {
    tags: ["everyday", "cooking"],
    turns: ["My lentil soup came out far too salty and guests arrive in twenty minutes. Can I still rescue it?"],
  },
  {
    tags: ["everyday", "home"],
    turns: [
      "There's a ring of black mould around the shower in my rented flat. What can I clean it with, and when should I tell the landlord?",
    ],
  },
  {
    tags: ["everyday", "home"],
    turns: ["My jeans have a fresh red wine stain and I'm at a friend's house. What should I do right now?"],
  },
  {
    tags: ["everyday", "travel"],
    turns: [
      "I land in Lisbon at 7 in the morning after a night flight and can't check in until 3. How would you spend those hours with a small backpack?",
    ],
  },
  {
    tags: ["everyday", "travel"],
    turns: ["First time on a sleeper train, eleven hours, with my six-year-old. What will I wish I had packed?"],
  },
  {
    tags: ["everyday", "garden"],
    turns: ["The leaves of my basil turn yellow from the bottom up. It stands on a sunny windowsill. Too much water?"],
  },
  {
    tags: ["everyday", "pets"],
    turns: ["Our old cat started waking us at four every morning. She has food and water. Why might she do that?"],
  },
  {
    tags: ["everyday", "planning"],
    turns: [
      "I work night shifts this week and still want to see my daughter's football match on Saturday at ten. How do I plan my sleep?",
    ],
  },
  {
    tags: ["everyday", "planning"],
    turns: [
      "We have 200 euros for a tenth birthday party with eight children, and it will probably rain. Suggest one plan, not five.",
    ],
  },
  {
    tags: ["everyday", "shopping"],
    turns: [
      "Is it worth paying more for a laptop with 32 GB of memory if I mostly write, browse and edit family photos?",
    ],
  },
  {
    tags: ["everyday", "language"],
    turns: ["What's the difference between 'I used to live here' and 'I'm used to living here'? I always mix them up."],
  },
  {
    tags: ["everyday", "explain"],
    turns: ["My nephew asked why the sky is blue but sunsets are red. He's seven. How do I explain it to him?"],
  },
  {
    tags: ["everyday", "work"],
    turns: [
      "My manager wrote 'let's circle back on this offline'. I'm new to offices. What does she actually want from me?",
    ],
  },
  {
    tags: ["everyday", "manners"],
    turns: [
      "I'm invited to dinner by my partner's Turkish parents for the first time. What do I bring, and what do I avoid?",
    ],
  },
  {
    tags: ["everyday", "decision"],
    turns: [
      "I got two offers: more pay with a long commute, or less pay five minutes from home. I have a toddler. Help me think, don't decide for me.",
    ],
  },
];
