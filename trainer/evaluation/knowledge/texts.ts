/**
 * Plain text that no training sees: how surprised a model is by it says whether it still knows the language and the
 * world as it did. Written for this purpose; changing a passage changes every figure measured on it.
 */
export interface Passage {
  domain: "science" | "history" | "practical" | "story" | "letters" | "code";
  text: string;
}

const science = [
  "Plants take in carbon dioxide through small openings in their leaves. With energy from sunlight they turn it, together with water, into sugar, and they give off oxygen as they do so.",
  "Sound needs something to travel through. In air it covers about a kilometre in three seconds, in water more than four times that, and in empty space it does not travel at all.",
  "The moon shines by reflected sunlight. As it circles the earth once a month, we see more or less of the side that is lit, and so it seems to grow and shrink.",
  "When water freezes it expands, because its molecules settle into an open lattice that takes up more room. That is why ice floats and why pipes burst in a cold winter.",
  "Antibiotics act against bacteria but not against viruses. Taking them for a cold does nothing for the patient, and it gives resistant bacteria a chance to spread.",
  "A lever makes a heavy load easier to lift by trading distance for force. The longer the arm on which you push, the less strength you need, and the further your hand has to move.",
  "Earthquakes happen where plates of the earth's crust grind past one another. Stress builds up over decades, and when the rock finally gives way, the ground shakes within seconds.",
  "Bees tell each other where flowers are by dancing. The direction of the dance shows the way relative to the sun, and its length shows how far the others have to fly.",
  "Iron rusts when oxygen and moisture reach its surface. Paint, oil or a thin layer of zinc keeps them away, which is why bridges are coated again every few years.",
  "The heart is a muscle that pumps blood through two loops. One leads through the lungs, where the blood picks up oxygen, and the other supplies the rest of the body.",
];

const history = [
  "Before the printing press, books in Europe were copied by hand, often by monks. A single Bible could take more than a year, and only churches and the rich could afford one.",
  "The Roman army built roads wherever it went. They were straight, drained and paved with stone, and traders went on using many of them long after the empire had fallen.",
  "In 1969 two astronauts walked on the moon while a third stayed in orbit. Hundreds of millions of people watched the pictures on television that same night.",
  "The steam engine changed where people worked. Mills no longer had to stand beside a river, and within two generations cities grew up around coal and railways.",
  "The wall that had divided Berlin for twenty-eight years was opened in November 1989. People climbed on top of it, and in the following weeks they took it apart piece by piece.",
  "The Nile flooded every summer and left dark mud on the fields. Ancient Egypt lived by that mud: it measured the height of the water each year and set its taxes accordingly.",
  "Women in New Zealand won the vote in 1893, earlier than in any other country that governs itself. Petitions with tens of thousands of signatures had been carried into parliament.",
  "Merchants on the Silk Road rarely travelled its whole length. Goods changed hands from town to town, and with them went religions, recipes, diseases and the knowledge of paper.",
  "In the fourteenth century the plague killed about a third of the people of Europe. Workers became scarce, and those who survived could ask for higher wages.",
  "Mount Everest was climbed for the first time in 1953, by Edmund Hillary from New Zealand and Tenzing Norgay, a Sherpa from Nepal, who reached the summit together.",
];

const practical = [
  "To sharpen a kitchen knife, hold the blade at a shallow angle to the stone and draw it across with even pressure. Do the same number of strokes on each side, and test the edge on a tomato.",
  "If the kitchen sink drains slowly, try boiling water and a plunger first. If that does not help, put a bucket under the trap, unscrew it and clean it out by hand.",
  "Bread dough is ready for the oven when it springs back slowly after you press it with a finger. If the dent stays, it has risen too long; if it vanishes at once, wait a little.",
  "Before you travel, make a copy of your passport and keep it apart from the original. Tell your bank where you are going, so that your card is not blocked on the first day.",
  "Water tomato plants at the root, early in the morning, and leave the leaves dry. Wet leaves invite disease, and uneven watering makes the fruit split.",
  "A smoke alarm belongs on the ceiling of every bedroom and in the hall. Press its button once a month, and replace the battery when it begins to chirp.",
  "To remove a stain of red wine, dab it with a cloth instead of rubbing, then cover it with salt. Rinse with cold water, because hot water sets the colour.",
  "When you jump-start a car, connect red to the full battery last and keep the black clamp away from the battery on bare metal. Let the engine run for half an hour afterwards.",
  "Rice keeps its shape if you rinse it first and then leave it alone. Bring it to the boil, put on the lid, turn the heat down low, and do not stir until the water is gone.",
  "If you want to save money, write down everything you spend for one month. Most people are surprised by what small purchases add up to, and cutting two of them is often enough.",
];

const story = [
  "The old man had not been to the sea for thirty years. When the bus came over the last hill and the water lay before them, he took off his hat and said nothing for a long time.",
  "Nobody had told Mira that the house was empty. She knocked, waited, knocked again, and only when the door swung open by itself did she see the dust on the floor.",
  "The dog found the glove under the snow, carried it home and laid it at her feet. It was red, it was small, and it belonged to none of the children in the village.",
  "On the night before the race it rained so hard that the river rose over the bridge. In the morning the captain looked at the water, spat, and told the crew to go back to bed.",
  '"You may keep the key," the woman said, "but you must never ask what it opens." Of course he asked, the very next day, and of course she was gone.',
  "The train stopped between two stations and the lights went out. Somebody laughed, somebody began to cry, and in the dark a child's voice said quite calmly that the tunnel was very long.",
  "My grandmother kept her letters in a biscuit tin. After the funeral we opened it, expecting love and war, and found forty years of recipes, each with a mark out of ten.",
  "The lighthouse keeper counted ships the way other people count sheep. One evening he counted one too many, and when he looked again through the glass, it was sailing without lights.",
  "It was the third time that week that the piano had played by itself. Tom blamed the mice, his sister blamed the wind, and their mother quietly closed the lid and locked it.",
  "She ran until the voices behind her grew faint. Then she sat down on a stone, took the stolen apple out of her pocket, and found that she was no longer hungry.",
];

const letters = [
  "Dear Ms Bauer, thank you for your application. We were impressed by your experience and would like to invite you to an interview next Tuesday at ten o'clock in our office on Mill Street.",
  "Hi Sam, I won't make it to the rehearsal tonight because my train has been cancelled. Could you tell the others? I'll practise my part at home and be there on Thursday for sure.",
  "To whom it may concern: the washing machine that I bought from you in March has stopped heating the water. It is still under warranty, so please let me know when you can repair it.",
  "Dear neighbours, on Saturday we are celebrating our daughter's birthday in the courtyard. It may get a little loud until about eleven. You are all welcome to join us for cake.",
  "Dear Grandpa, thank you for the book about whales. I have read it twice already. Did you know that a blue whale's heart is as big as a small car? I hope your knee is better.",
  "Hello team, the meeting has been moved from Monday to Wednesday because two of us are on holiday. Please send me your points by Tuesday noon, so that I can finish the agenda.",
  "Dear Sir or Madam, I am writing to ask whether you have a double room free for the first week of August. We would arrive on Saturday evening and stay for six nights.",
  "Hey Lena, guess what, we got the flat! It has two rooms, a tiny balcony and the worst wallpaper I have ever seen. Will you come and help us paint? I'm paying in pizza.",
  "Dear customers, our shop will be closed from the 24th of December until the 2nd of January. Orders that reach us before the 20th will be sent out in time for the holidays.",
  "Dear Mr Okafor, I am sorry to hear that you are unwell. Please take all the time you need. Your colleagues have divided your classes among themselves until you are back.",
];

const code = [
  "def average(numbers):\n    if len(numbers) == 0:\n        return None\n    total = 0\n    for number in numbers:\n        total += number\n    return total / len(numbers)\n",
  'function greet(name) {\n  if (!name) {\n    return "Hello, stranger!";\n  }\n  return "Hello, " + name + "!";\n}\n\nconsole.log(greet("Ada"));\n',
  "SELECT customers.name, COUNT(orders.id) AS order_count\nFROM customers\nLEFT JOIN orders ON orders.customer_id = customers.id\nGROUP BY customers.name\nORDER BY order_count DESC;\n",
  "A hash table stores each value under a key. A function turns the key into the number of a slot, so that looking something up takes about the same time however many entries there are.",
  'try:\n    with open("settings.json") as file:\n        settings = json.load(file)\nexcept FileNotFoundError:\n    print("No settings found, using defaults.")\n    settings = {}\n',
  '<ul class="menu">\n  <li><a href="/">Home</a></li>\n  <li><a href="/about">About</a></li>\n  <li><a href="/contact">Contact</a></li>\n</ul>\n',
  "Before you commit a change, run the tests. If one of them fails, find out whether the test or the code is wrong, and never delete a test only because it stands in the way.",
  'class Account:\n    def __init__(self, balance=0):\n        self.balance = balance\n\n    def withdraw(self, amount):\n        if amount > self.balance:\n            raise ValueError("insufficient funds")\n        self.balance -= amount\n',
  "To search a sorted list quickly, look at the middle element first. If it is too large, go on in the left half, otherwise in the right half, until the element is found or nothing is left.",
  'for i in range(1, 101):\n    if i % 15 == 0:\n        print("FizzBuzz")\n    elif i % 3 == 0:\n        print("Fizz")\n    elif i % 5 == 0:\n        print("Buzz")\n    else:\n        print(i)\n',
];

const of = (domain: Passage["domain"], texts: readonly string[]): Passage[] => texts.map((text) => ({ domain, text }));

export const passages: readonly Passage[] = [
  ...of("science", science),
  ...of("history", history),
  ...of("practical", practical),
  ...of("story", story),
  ...of("letters", letters),
  ...of("code", code),
];
