import type { DemoPrompt } from "./demo-prompt.ts";

/** Questions with something to work out; the right answer can be checked by hand. */
export const reasoningPrompts: DemoPrompt[] = [
  {
    tags: ["reasoning", "arithmetic"],
    turns: ["A recipe for 4 people needs 300 g of rice. We are 7. How much rice do I need? Show how you got there."],
  },
  {
    tags: ["reasoning", "arithmetic"],
    turns: [
      "The jacket was 80 euros, is 25 % off, and I have a voucher for 10 euros. What do I pay, and does the order of the two matter?",
    ],
  },
  {
    tags: ["reasoning", "time"],
    turns: [
      "My train leaves at 16:48, the ride to the station takes 25 minutes and I want 10 minutes to spare. When do I have to leave?",
    ],
  },
  {
    tags: ["reasoning", "time"],
    turns: ["If today is Wednesday, which weekday is it in 100 days?"],
  },
  {
    tags: ["reasoning", "logic"],
    turns: ["Anna is taller than Bo. Chen is shorter than Bo. Dina is taller than Anna. Who is the second tallest?"],
  },
  {
    tags: ["reasoning", "logic"],
    turns: ["All roses in this garden are red. This flower is red. Is it a rose? Explain in two sentences."],
  },
  {
    tags: ["reasoning", "estimate"],
    turns: [
      "Roughly how many cups of coffee are drunk in a town of 50,000 people on a workday? Tell me what you assume.",
    ],
  },
  {
    tags: ["reasoning", "puzzle"],
    turns: ["I have a 3-litre jug and a 5-litre jug and a tap. How do I measure exactly 4 litres?"],
  },
  {
    tags: ["reasoning", "probability"],
    turns: [
      "I threw heads five times in a row with a fair coin. Is tails more likely on the next throw? My brother says yes.",
    ],
  },
  {
    tags: ["reasoning", "statistics"],
    turns: [
      "A headline says: 'People who drink tea live longer, so tea makes you live longer.' What might be wrong with that?",
    ],
  },
  {
    tags: ["reasoning", "everyday"],
    turns: [
      "Three friends paid 30, 45 and 15 euros for a shared trip. How do they settle up so that everyone paid the same?",
    ],
  },
  {
    tags: ["reasoning", "science"],
    turns: ["Why does a metal spoon feel colder than a wooden one when both lay in the same drawer all night?"],
  },
];
