import type { SettingSection } from "./setting-words.ts";

/** Every setting of a project but the round's defaults (lib/projects/settings.ts). */
export const projectSettingSections: SettingSection[] = [
  {
    title: "Tasks",
    description: "What annotators are given.",
    settings: [
      {
        path: "completionsPerTask",
        label: "Answers a task",
        explanation:
          "How many answers to a prompt are ranked together. More say more for each prompt read; past six, care drops.",
        unit: "answers",
      },
      {
        path: "overlap",
        label: "People a task",
        explanation: "How many people judge the same task. At 2 or more you can see how far people agree.",
        unit: "people",
      },
      {
        path: "skillTags",
        label: "Tags that ask for a skill",
        explanation:
          "Prompts with one of these tags, such as a language, go only to people who have it on the people page. Commas between them.",
      },
      {
        path: "tasksPerDay",
        label: "Tasks a day",
        explanation: "How many tasks one person gets in 24 hours. Care drops when people do too many.",
        unit: "tasks",
        nullLabel: "no limit",
      },
      {
        path: "whenSomebodyLeaves",
        label: "When somebody leaves",
        explanation:
          "Their judgements stay, under a pseudonym. This says what becomes of the comments and notes they wrote beside them.",
        options: { keep: "Comments stay, under the pseudonym", erase: "Comments and notes are erased" },
      },
      {
        path: "leaseMinutes",
        label: "Time to hold a task",
        explanation:
          "A task somebody opened and left goes back to the others after this. It is extended while they work.",
        unit: "minutes",
      },
      {
        path: "kinds",
        label: "Kinds of task",
        explanation:
          "Tasks of a kind that is off wait. With written answers on, a prompt whose answers are all unacceptable asks somebody to write one.",
        options: {
          rank: "Rank answers",
          compare: "Compare two answers",
          rate: "Rate answers on the rubric",
          demonstrate: "Write an answer",
          converse: "Talk with the model",
        },
      },
      {
        path: "judgeBy",
        label: "New answers are",
        explanation: "What generated and imported answers become a task for. To compare, two answers are generated.",
        options: { rank: "ranked", compare: "compared", rate: "rated" },
      },
      {
        path: "sensitiveTags",
        label: "Warn before prompts tagged",
        explanation: "A prompt with one of these tags is shown only after a warning. Commas between them.",
      },
    ],
  },
  {
    title: "How each kind is judged",
    description: "The rubric that answers are rated on has a tab of its own.",
    settings: [
      {
        path: "rank.top",
        label: "Places of a ranking",
        explanation: "Only the best so many answers need a place; the others count as worse than these.",
        unit: "places",
        nullLabel: "all",
      },
      {
        path: "compare.scale",
        label: "Scale of a comparison",
        explanation: "Points from the left is much better to the right is much better.",
        options: { "4": "4 points", "8": "8 points" },
      },
      {
        path: "compare.ties",
        label: "Ties in comparisons",
        explanation: "Off: one of the two must be chosen, unless both are bad.",
      },
      {
        path: "rate.overall",
        label: "Overall rating",
        explanation: "Each answer as a whole, from 1 to 7, before what the rubric asks.",
      },
      {
        path: "rate.comparisons",
        label: "Ratings give comparisons",
        explanation: "A better overall rating counts as a comparison, the stronger the further apart the two are.",
      },
      {
        path: "demonstrate.comparisons",
        label: "Edits give comparisons",
        explanation: "An answer that somebody edited counts as better than the one they began with.",
      },
      {
        path: "converse.opening",
        label: "A conversation opens with",
        explanation: "The prompt's last turn, or what the person writes with the prompt as its theme.",
        options: { prompt: "the prompt", theme: "what the person writes" },
      },
      {
        path: "converse.answers",
        label: "Answers a turn",
        explanation: "How many answers come to each turn of a conversation, one of which goes on.",
        unit: "answers",
      },
      {
        path: "converse.turns",
        label: "Longest conversation",
        explanation: "Turns of the person at most.",
        unit: "turns",
      },
      {
        path: "converse.probe",
        label: "Probe the rules",
        explanation:
          "People try to make the model break one rule of the rubric, drawn for each task, and say whether it did.",
      },
      {
        path: "converse.source",
        label: "Who answers",
        explanation: "Name of a source from ATTUNE_SOURCES, or nobody but the project's own active model.",
        nullLabel: "the active model",
      },
    ],
  },
  {
    title: "Checking people's work",
    description: "Checks come among the other tasks and look like them. Gold tasks are made on the quality page.",
    settings: [
      {
        path: "quality.goldShare",
        label: "Share of gold tasks",
        explanation: "Of each person's tasks, as far as there are gold tasks they have not had. A tenth is common.",
      },
      {
        path: "quality.repeatShare",
        label: "Share of repeats",
        explanation:
          "Answers a person judged at least ten tasks ago come again, to see whether they judge alike. 0.03 to 0.05 is common.",
      },
      {
        path: "quality.feedback",
        label: "Tell people how they did",
        explanation: "After a gold task: how many pairs were right, the known order and your explanation.",
        options: { never: "Never", qualification: "In the qualification round", always: "After each gold task" },
      },
      {
        path: "quality.qualificationTasks",
        label: "Qualification tasks",
        explanation:
          "Gold tasks that everybody judges before other tasks; 0 for none. People already at work are asked too.",
        unit: "tasks",
      },
      {
        path: "quality.qualificationAccuracy",
        label: "To pass",
        explanation: "Share of the known pairs to get right in them. You can let people in on the quality page.",
      },
    ],
  },
  {
    title: "What counts as data",
    description: "For dataset versions from now on; frozen ones stay as they are.",
    settings: [
      {
        path: "dataset.weightByReliability",
        label: "Weight by reliability",
        explanation: "Rankings of people whom the others contradict count less in training, never nothing.",
      },
      {
        path: "dataset.minimumAgreement",
        label: "Least agreement",
        explanation:
          "Tasks on which people agree on a smaller share of pairs are left out until somebody settles them. Tasks judged by one person stay.",
        nullLabel: "no minimum",
      },
    ],
  },
  {
    title: "Answers to rank",
    description: "How the active model writes answers for new tasks.",
    settings: [
      {
        path: "systemPrompt",
        label: "System message",
        explanation: "Put before every prompt that has none of its own, in tasks and in training alike.",
        nullLabel: "none",
      },
      {
        path: "sampling.temperature",
        label: "Temperature",
        explanation: "0 always takes the likeliest word. Higher makes the answers of a task differ more.",
      },
      {
        path: "sampling.topP",
        label: "Top-p",
        explanation: "Only the likeliest words that together reach this probability are considered.",
      },
      {
        path: "sampling.topK",
        label: "Top-k",
        explanation: "Only this many likeliest words are considered; 0 for no limit.",
      },
      {
        path: "sampling.maxNewTokens",
        label: "Longest answer",
        explanation: "Answers are cut here. About three quarters of a word a token.",
        unit: "tokens",
      },
      {
        path: "generateForNewPrompts",
        label: "Answer new prompts at once",
        explanation: "Prompts without enough answers get them from the active model as soon as they arrive.",
      },
      {
        path: "promptsPerPublishedPolicy",
        label: "Prompts for a new policy",
        explanation: "How many prompts a newly published policy answers, so that its answers come back to be ranked.",
        unit: "prompts",
      },
    ],
  },
  {
    title: "Rounds that start by themselves",
    description: "A round learns from all rankings so far. It starts when either condition holds.",
    settings: [
      {
        path: "automatic.enabled",
        label: "Start rounds by themselves",
        explanation: "Off: rounds start only when somebody launches one.",
      },
      {
        path: "automatic.afterRankings",
        label: "After new rankings",
        explanation: "Once this many rankings have come in that no round has seen.",
        unit: "rankings",
        nullLabel: "not by count",
      },
      {
        path: "automatic.everyMinutes",
        label: "At an interval",
        explanation: "This long after the last round, when there is at least one new ranking.",
        unit: "minutes",
        nullLabel: "not by time",
      },
    ],
  },
  {
    title: "Held-out prompts",
    description:
      "Decided once for each prompt when it arrives and kept for good; a change counts for new prompts only.",
    settings: [
      {
        path: "split.validation",
        label: "Validation share",
        explanation: "Prompts never trained on, used by the gates to check each round.",
      },
      {
        path: "split.gold",
        label: "Gold share",
        explanation: "Prompts kept apart even from the gates, to answer only one question: has it really got better?",
      },
    ],
  },
  {
    title: "Disk",
    description:
      "Weights are removed oldest first; their rows and figures stay. The active version and its ancestors are always kept.",
    settings: [
      {
        path: "diskQuotaGigabytes",
        label: "Quota",
        explanation: "Weights and checkpoints of this project together.",
        unit: "GB",
      },
      {
        path: "keepVersions",
        label: "Versions kept",
        explanation: "Beside the active version and its ancestors. What is kept can be rolled back to.",
        unit: "versions",
      },
    ],
  },
];
