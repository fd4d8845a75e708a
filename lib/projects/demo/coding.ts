import type { DemoPrompt } from "./demo-prompt.ts";

/** Questions of people who write code now and then, or all day. */
export const codingPrompts: DemoPrompt[] = [
  {
    tags: ["coding", "python"],
    turns: ["Write a Python function that tells whether a word is a palindrome. Ignore case and spaces."],
  },
  {
    tags: ["coding", "python"],
    turns: [
      "My loop skips elements and I can't see why:\n\n```python\nfor n in numbers:\n    if n < 0:\n        numbers.remove(n)\n```",
    ],
  },
  {
    tags: ["coding", "python"],
    turns: ["Explain to a beginner why `def f(items=[])` surprises people in Python."],
  },
  {
    tags: ["coding", "javascript"],
    turns: ["In JavaScript `[10, 9, 1].sort()` gives me `[1, 10, 9]`. Is that a bug?"],
  },
  {
    tags: ["coding", "javascript"],
    turns: ["How do I wait for three fetch calls at the same time and carry on if one of them fails?"],
  },
  {
    tags: ["coding", "sql"],
    turns: [
      "Table `orders(id, customer_id, total, created_at)`. I need the five customers who spent most this year. Postgres.",
    ],
  },
  {
    tags: ["coding", "sql"],
    turns: ["What's the difference between WHERE and HAVING? One example is enough."],
  },
  {
    tags: ["coding", "shell"],
    turns: ["How can I find all files over 100 MB in my home folder on Linux without deleting anything?"],
  },
  {
    tags: ["coding", "git"],
    turns: ["I committed to main instead of my branch. Nothing is pushed yet. How do I move the commit, step by step?"],
  },
  {
    tags: ["coding", "review"],
    turns: [
      "Review this, be honest:\n\n```js\nfunction isAdult(age) {\n  if (age >= 18) { return true } else { return false }\n}\n```",
    ],
  },
  {
    tags: ["coding", "html"],
    turns: ["What does `aria-label` do, and when should I not use it?"],
  },
  {
    tags: ["coding", "career"],
    turns: [
      "I'm a baker, 38, and teach myself programming at night. Which language first, and what would be a good small project?",
    ],
  },
];
