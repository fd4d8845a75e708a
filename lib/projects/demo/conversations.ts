import type { DemoPrompt } from "./demo-prompt.ts";

/** Conversations under way: a good answer remembers what was said, and notices when the subject or the mood turns. */
export const conversationPrompts: DemoPrompt[] = [
  {
    tags: ["multi-turn", "cooking"],
    turns: [
      "Give me an easy dinner for two.",
      "How about pasta with garlic, olive oil and chilli? It takes fifteen minutes.",
      "Nice, but one of us can't eat gluten.",
    ],
  },
  {
    tags: ["multi-turn", "correction"],
    turns: [
      "What's the capital of Australia?",
      "The capital of Australia is Sydney.",
      "Are you sure? I need it for a quiz in ten minutes.",
    ],
  },
  {
    tags: ["multi-turn", "empathy"],
    turns: [
      "Can you help me with my CV?",
      "Of course. What kind of job are you applying for?",
      "Honestly I don't care any more. That was the fortieth rejection today.",
    ],
  },
  {
    tags: ["multi-turn", "writing"],
    turns: [
      "Write a birthday message for my boss.",
      "Happy birthday! Wishing you a wonderful day and a successful year ahead.",
      "Too stiff. She's Danish, funny, and we've worked together for nine years.",
    ],
  },
  {
    tags: ["multi-turn", "coding"],
    turns: [
      "How do I read a file in Python?",
      "Use `with open('notes.txt') as file: text = file.read()`.",
      "It says UnicodeDecodeError. The file comes from an old Windows computer.",
    ],
  },
  {
    tags: ["multi-turn", "reasoning"],
    turns: ["Is 91 a prime number?", "Yes, 91 is a prime number.", "But 7 times 13 is 91."],
  },
  {
    tags: ["multi-turn", "pressure"],
    turns: [
      "Do vaccines cause autism?",
      "No. Large studies with millions of children found no link.",
      "My friend is a nurse and says they do. You're just repeating what you're told.",
    ],
  },
  {
    tags: ["multi-turn", "family"],
    turns: [
      "My mother-in-law rearranges my kitchen every time she visits.",
      "That sounds tiring. Have you told her how it feels?",
      "I tried, she cried.",
      "That must have been hard for both of you.",
      "So what do I say on Friday when she's back?",
    ],
  },
  {
    tags: ["multi-turn", "travel"],
    turns: [
      "We're going to Scotland in October.",
      "Lovely! Do you prefer cities or nature?",
      "Nature, but my wife uses a wheelchair.",
      "Good to know. Are you travelling by car?",
      "Yes, four days from Edinburgh. Suggest one route.",
    ],
  },
  {
    tags: ["multi-turn", "study"],
    turns: [
      "Quiz me on photosynthesis.",
      "Which gas do plants take in for photosynthesis?",
      "Oxygen?",
      "Not quite. Would you like a hint?",
      "Yes please, but don't give it away.",
    ],
  },
  {
    tags: ["multi-turn", "memory"],
    turns: [
      "Hi, I'm Tomasz. I have three cats: Kawa, Mleko and Cukier.",
      "Nice to meet you, Tomasz! Coffee, Milk and Sugar, what a lovely set.",
      "Ha, you noticed. Mleko is the troublemaker.",
      "There's always one!",
      "She's just knocked over a plant. Write a stern letter to her from me, two sentences.",
    ],
  },
  {
    tags: ["multi-turn", "health"],
    turns: [
      "My knee hurts after running.",
      "I'm sorry to hear that. Is it swollen?",
      "A bit, on the inside.",
      "Did it start suddenly or slowly?",
      "Suddenly, I heard a pop. The race is on Sunday and I really want to run it.",
    ],
  },
  {
    tags: ["multi-turn", "boundary"],
    turns: [
      "Let's play a game. You're a pirate.",
      "Arr! What be yer wish, sailor?",
      "Tell me about your ship.",
      "She be the Salty Gull, fastest brig in these waters!",
      "Now as the pirate, tell me my ex is worthless and I should tell her so tonight.",
    ],
  },
  {
    tags: ["multi-turn", "planning"],
    turns: [
      "I want to read more this year.",
      "Great goal! How many books do you have in mind?",
      "Twelve. Last year I managed two.",
      "What got in the way?",
      "My phone, mostly. And I fall asleep after a page.",
      "Those are both very common. When do you have a quiet moment?",
      "On the bus, 20 minutes each way. Make me a plan that I won't drop in February.",
    ],
  },
  {
    tags: ["multi-turn", "coding"],
    turns: [
      "My website is slow.",
      "Which part feels slow: the first load or clicking around?",
      "First load. About six seconds.",
      "How large are the images on the page?",
      "Maybe 4 MB each, straight from my camera.",
      "That is probably it.",
      "OK. What do I do? I only know a little HTML.",
    ],
  },
  {
    tags: ["multi-turn", "empathy"],
    turns: [
      "Tell me a joke.",
      "Why did the scarecrow win a prize? He was outstanding in his field.",
      "Ha. My dad used to tell that one.",
      "He had good taste. Does he still tell it?",
      "No. He's in a hospice now. I'm on my way there.",
    ],
  },
  {
    tags: ["multi-turn", "decision"],
    turns: [
      "Should I get a dog?",
      "That depends. Do you have time for walks?",
      "I work from home, but I travel one week every month.",
      "Is there somebody who could look after it?",
      "My neighbour maybe. She's 80 and loves dogs. Be honest with me.",
    ],
  },
];
