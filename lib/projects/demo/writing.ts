import type { DemoPrompt } from "./demo-prompt.ts";

/** Texts that somebody has to send, say or hand in. */
export const writingPrompts: DemoPrompt[] = [
  {
    tags: ["writing", "email"],
    turns: [
      "Write a short e-mail to my neighbour Mr. Aydin. His music is loud after eleven. I like him and want to keep it that way.",
    ],
  },
  {
    tags: ["writing", "email"],
    turns: [
      "I need to tell my thesis supervisor that chapter two will be a week late. No excuses, no grovelling. Three sentences.",
    ],
  },
  {
    tags: ["writing", "email"],
    turns: [
      "Decline a wedding invitation from a cousin I barely know. The honest reason is money. Keep it warm and don't mention money.",
    ],
  },
  {
    tags: ["writing", "rewrite"],
    turns: [
      "Make this shorter and friendlier: 'Please be advised that the kitchen must be left in a clean state following each and every use by staff members.'",
    ],
  },
  {
    tags: ["writing", "rewrite"],
    turns: [
      "Put this in plain words for a patient: 'The lesion is most likely benign, however follow-up imaging in six months is recommended.'",
    ],
  },
  {
    tags: ["writing", "summary"],
    turns: [
      "Sum this up in one sentence: 'The library will close for repairs from 3 to 17 May. Books due then may be returned until 24 May. The reading room in the annex stays open on weekdays.'",
    ],
  },
  {
    tags: ["writing", "speech"],
    turns: [
      "My colleague Ingrid retires after 31 years in our post office. Write the opening of my toast. She hates fuss and loves bad puns.",
    ],
  },
  {
    tags: ["writing", "story"],
    turns: [
      "Write a bedtime story of about eighty words in which a brave snail crosses a garden path. My daughter is called Noor.",
    ],
  },
  {
    tags: ["writing", "story"],
    turns: [
      "Give me the first paragraph of a crime novel set in a village bakery. No murder on the first page, please.",
    ],
  },
  {
    tags: ["writing", "poem"],
    turns: ["A four-line poem for my grandfather's 90th. He was a tram driver in Zagreb and still whistles all day."],
  },
  {
    tags: ["writing", "work"],
    turns: [
      "Turn this into one line for my CV: I looked after the till, trained the new people and did the stock lists in a garden centre.",
    ],
  },
  {
    tags: ["writing", "feedback"],
    turns: [
      "My students keep starting every sentence with 'Also'. Write two sentences of feedback that a proud fourteen-year-old can bear to read.",
    ],
  },
  {
    tags: ["writing", "naming"],
    turns: [
      "Name for a small repair café run by pensioners in an old fire station? Three ideas and which one you'd take.",
    ],
  },
  {
    tags: ["writing", "apology"],
    turns: ["I forgot my sister's birthday. Completely. Help me write a text message that isn't full of excuses."],
  },
];
