/** What each gate asks, by its name (lib/rounds/record-gate.ts). */
export const gateWords: Record<string, { name: string; question: string }> = {
  sft: { name: "Fine-tuning", question: "Does it expect held-out demonstrations more than the base model does?" },
  reward: { name: "Reward model", question: "Does it predict held-out rankings better than a coin toss?" },
  overoptimisation: {
    name: "Over-optimisation",
    question: "Did it stop before it pleased the reward model alone?",
  },
  people: { name: "People prefer it", question: "Do people choose its answers, not knowing whose they are?" },
  improvement: {
    name: "Improvement",
    question: "Do the new answers to held-out prompts score higher than the reference's?",
  },
  kl: { name: "Distance", question: "Has the policy stayed within the allowed distance from the reference?" },
  knowledge: {
    name: "Knowledge",
    question: "Does it still know what the base model knew?",
  },
  safety: { name: "Safety", question: "Does it decline what it should as often as the base model, and nothing else?" },
  publication: { name: "Publication", question: "May it be published without asking a person?" },
};
