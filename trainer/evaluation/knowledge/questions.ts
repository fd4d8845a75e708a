/**
 * Questions with one right answer among three, easy enough that a small model knows more of them than chance would.
 * Written for this purpose; changing one changes every figure measured on it.
 */
export interface Question {
  field: "facts" | "arithmetic" | "grammar" | "common sense" | "reading";
  question: string;
  /** The right one first; the order is never shown to the model. */
  options: readonly [right: string, wrong: string, wrong: string];
}

type Entry = [question: string, right: string, wrong: string, wrong: string];

const facts: Entry[] = [
  ["What is the capital of France?", "Paris", "Rome", "Madrid"],
  ["Which planet is closest to the sun?", "Mercury", "Jupiter", "Saturn"],
  ["What gas do people need to breathe?", "Oxygen", "Helium", "Neon"],
  ["Which ocean lies between Europe and North America?", "The Atlantic", "The Pacific", "The Indian Ocean"],
  ["How many days are there in a leap year?", "366", "360", "356"],
  ["What is the chemical formula of water?", "H2O", "CO2", "NaCl"],
  ["Who wrote the play Romeo and Juliet?", "William Shakespeare", "Charles Dickens", "Mark Twain"],
  ["Which animal is the largest on earth?", "The blue whale", "The elephant", "The giraffe"],
  ["In which country are the pyramids of Giza?", "Egypt", "Brazil", "Norway"],
  ["Which organ pumps blood through the body?", "The heart", "The liver", "The stomach"],
  ["What is the freezing point of water in degrees Celsius?", "0", "50", "100"],
  ["What language do most people in Brazil speak?", "Portuguese", "German", "Chinese"],
];

const arithmetic: Entry[] = [
  ["What is 2 plus 3?", "5", "8", "9"],
  ["What is 10 minus 4?", "6", "3", "9"],
  ["What is 3 times 4?", "12", "15", "18"],
  ["What is half of 20?", "10", "12", "15"],
  ["What is 100 divided by 10?", "10", "20", "50"],
  ["What is 7 plus 7?", "14", "17", "12"],
  ["How many minutes are there in an hour?", "60", "24", "100"],
  ["How many sides does a triangle have?", "3", "5", "6"],
  ["What number comes after 1, 2, 3, 4?", "5", "7", "9"],
  ["What number comes next: 2, 4, 6, 8?", "10", "9", "15"],
  ["I have 5 apples and eat 2. How many are left?", "3", "7", "6"],
  ["How many legs do two dogs have together?", "8", "6", "5"],
];

const grammar: Entry[] = [
  ["What is the plural of child?", "children", "childs", "childes"],
  ["What is the past tense of go?", "went", "goed", "gone to"],
  ["What is the opposite of hot?", "cold", "warm", "wet"],
  ["Which word is a verb?", "run", "table", "green"],
  ["What is the plural of mouse?", "mice", "mouses", "mices"],
  ["Complete the sentence: She ___ to school every day.", "goes", "going", "gone"],
  ["Complete the sentence: They ___ happy yesterday.", "were", "was", "is"],
  ["What is the comparative of good?", "better", "gooder", "more good"],
  ["Which word means the same as big?", "large", "thin", "slow"],
  ["Complete the sentence: I have ___ my homework.", "done", "did", "doing"],
  ["Complete the sentence: This is the ___ day of my life.", "best", "better", "good"],
  ["What is the past tense of eat?", "ate", "eated", "eats"],
];

const commonSense: Entry[] = [
  ["What do you use to cut paper?", "Scissors", "A spoon", "A pillow"],
  ["What do people wear on their feet?", "Shoes", "Gloves", "Hats"],
  ["Where would you keep milk so that it stays fresh?", "In the fridge", "In the oven", "In the garden"],
  ["What happens to ice in the sun?", "It melts", "It burns", "It grows"],
  ["What do you need when it rains?", "An umbrella", "Sunglasses", "A fork"],
  ["What does a hungry person want?", "Food", "A chair", "A pencil"],
  ["Which of these can fly?", "A bird", "A cow", "A stone"],
  ["If you drop a glass on a stone floor, what happens?", "It breaks", "It floats", "It sings"],
  ["What do you do with a book?", "Read it", "Eat it", "Drink it"],
  ["When do most people sleep?", "At night", "At noon", "At lunch"],
  ["What do you use to open a locked door?", "A key", "A banana", "A blanket"],
  ["Who treats sick people?", "A doctor", "A baker", "A farmer"],
];

const reading: Entry[] = [
  ["Anna put the red ball into the box. What colour is the ball?", "Red", "Blue", "Yellow"],
  ["Tom is taller than Ben. Who is shorter?", "Ben", "Tom", "Anna"],
  ["The shop opens at nine and closes at five. When does it close?", "At five", "At nine", "At noon"],
  ["Maria went to the market and bought bread and cheese. What did she buy?", "Bread and cheese", "Apples", "A coat"],
  [
    "The train from London was late because of snow. Why was it late?",
    "Because of snow",
    "Because of a strike",
    "Because of fog",
  ],
  ["Peter has a cat called Luna and a dog called Rex. What is the dog called?", "Rex", "Luna", "Peter"],
  ["First we ate lunch, then we played chess. What did we do first?", "Ate lunch", "Played chess", "Went home"],
  [
    "Lisa was tired, so she went to bed early. Why did she go to bed?",
    "She was tired",
    "She was angry",
    "She was hungry",
  ],
  ["The museum is closed on Mondays. On which day can you not visit it?", "Monday", "Friday", "Sunday"],
  [
    "The soup was too salty, so nobody finished it. What was wrong with the soup?",
    "Too much salt",
    "Too much sugar",
    "Too little heat",
  ],
  ["Jack gave his sister a green scarf. Who got the scarf?", "His sister", "His brother", "His teacher"],
  [
    "It was raining, so the match was played indoors. Where was the match played?",
    "Indoors",
    "Outdoors",
    "On the beach",
  ],
];

const of = (field: Question["field"], entries: readonly Entry[]): Question[] =>
  entries.map(([question, ...options]) => ({ field, question, options }));

export const questions: readonly Question[] = [
  ...of("facts", facts),
  ...of("arithmetic", arithmetic),
  ...of("grammar", grammar),
  ...of("common sense", commonSense),
  ...of("reading", reading),
];
