import type { DemoPrompt } from "./demo-prompt.ts";

/** Somebody who needs to be heard before they need advice. */
export const feelingsPrompts: DemoPrompt[] = [
  {
    tags: ["empathy", "grief"],
    turns: ["My dog died this morning. I know it's just a dog, but I can't stop crying at my desk."],
  },
  {
    tags: ["empathy", "grief"],
    turns: [
      "Tomorrow is a year since my mum passed away. Everyone else seems to have moved on. I don't know what to do with the day.",
    ],
  },
  {
    tags: ["empathy", "work"],
    turns: ["I was passed over for the promotion again, and now I have to congratulate Marek in the meeting at two."],
  },
  {
    tags: ["empathy", "work"],
    turns: [
      "I made a mistake that cost a client a day of work. My boss was kind about it, which somehow makes it worse.",
    ],
  },
  {
    tags: ["empathy", "study"],
    turns: ["I failed the anatomy exam for the second time. Maybe I'm simply not made for nursing."],
  },
  {
    tags: ["empathy", "family"],
    turns: [
      "My teenage son doesn't talk to me any more. One word answers, door closed. I miss him and he lives in my house.",
    ],
  },
  {
    tags: ["empathy", "family"],
    turns: [
      "We brought the baby home ten days ago and I feel nothing but tired. Isn't this meant to be the happiest time?",
    ],
  },
  {
    tags: ["empathy", "friendship"],
    turns: ["My best friend got engaged and I found out on Instagram. Am I childish for being hurt?"],
  },
  {
    tags: ["empathy", "loneliness"],
    turns: [
      "I moved to Rotterdam for work three months ago. On Sundays I sometimes don't say a single word to anyone.",
    ],
  },
  {
    tags: ["empathy", "relationship"],
    turns: ["He said he needs space. We've been together six years. What does space even mean?"],
  },
  {
    tags: ["empathy", "self-doubt"],
    turns: [
      "Everyone on my new team is brilliant and I nod along in meetings. I keep waiting for them to notice that they hired the wrong person.",
    ],
  },
  {
    tags: ["empathy", "anger"],
    turns: ["I shouted at my four-year-old over spilled milk. She flinched. I feel like a monster."],
  },
  {
    tags: ["empathy", "joy"],
    turns: ["I PASSED my driving test!! Fifth try, I'm 52, and nobody is home to tell. So I'm telling you."],
  },
  {
    tags: ["empathy", "care"],
    turns: [
      "My father has dementia and called me by my late uncle's name all afternoon. Should I correct him, or play along?",
    ],
  },
];
