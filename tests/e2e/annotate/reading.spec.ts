import { expectNoSidewaysScroll } from "../installation/accessible.ts";
import { addTasks, importFor } from "../installation/projects.ts";
import { openRanking } from "../installation/ranking.ts";
import { expect, test } from "../installation/test.ts";

test("what is written from right to left reads so, and its neighbours do not", async ({ pageOf, project }) => {
  await importFor(project, [
    {
      prompt: "مرحبا، كيف تصنع الشاي؟",
      completions: [
        { text: "اغلِ الماء أولاً، ثم أضف الشاي.\n\n- ثلاث دقائق\n- بلا سكر", model: "a" },
        { text: "Boil the water first.", model: "b" },
      ],
    },
  ]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const directionOf = (text: string) =>
    page.getByText(text).evaluate((element) => getComputedStyle(element.closest(".markdown")!).direction);
  expect(await directionOf("اغلِ الماء أولاً")).toBe("rtl");
  expect(await directionOf("Boil the water first.")).toBe("ltr");
  expect(await directionOf("مرحبا، كيف تصنع الشاي؟")).toBe("rtl");
});

test("the keyboard's focus goes through the page as one reads it", async ({ pageOf, project }) => {
  await addTasks(project, ["What is a weir?"]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const met: string[] = [];
  for (let press = 0; press < 30; press++) {
    await page.keyboard.press("Tab");
    met.push(
      await page.evaluate(() => {
        const { ariaLabel, textContent } = document.activeElement!;
        return ariaLabel ?? textContent!.trim();
      }),
    );
  }
  const answers = ["A", "B", "C", "D"].flatMap((letter) => [`Answer ${letter}, no place yet`, `Flag answer ${letter}`]);
  const chips = ["A", "B", "C", "D"].map((letter) => `${letter}, no place yet`);
  const wanted = [...answers, ...chips, "Close the guideline"];
  expect(met.filter((name) => wanted.includes(name))).toEqual(wanted);
});

test("answers lie side by side or one below the other, and scroll together or each by itself", async ({
  pageOf,
  project,
}) => {
  const long = (which: string) => `The ${which} answer.\n\n${"A line of it.\n\n".repeat(80)}`;
  await importFor(project, [
    {
      prompt: "What is a sluice?",
      completions: ["first", "second"].map((which) => ({ text: long(which), model: "m" })),
    },
  ]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const places = async () => {
    const [one, other] = [page.getByRole("article").nth(0), page.getByRole("article").nth(1)];
    return [(await one.boundingBox())!, (await other.boundingBox())!] as const;
  };
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "Layout of the answers" }).click();
    await page.getByText(name, { exact: true }).click();
  };
  await page.keyboard.press("o");
  const [left, right] = await places();
  expect([right.y - left.y, right.x > left.x]).toEqual([0, true]);
  await choose("Scroll together");
  await page.getByRole("article").nth(0).hover();
  await page.mouse.wheel(0, 300);
  const scrolls = () =>
    page.evaluate(() => [...document.querySelectorAll("article > div")].map((body) => Math.round(body.scrollTop)));
  await expect.poll(async () => (await scrolls())[0]).toBeGreaterThan(0);
  expect((await scrolls())[1]).toBe(0);
  await choose("One below the other");
  const [above, below] = await places();
  expect([below.x - above.x, below.y > above.y]).toEqual([0, true]);
});

test("code is coloured, tables and formulas are set, and a formula can neither act nor spill", async ({
  pageOf,
  project,
}) => {
  const texts = [
    "```js\nconst answer = 42;\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nThis is \\(x^2\\).",
    "$$\\int_0^1 x^2 \\, dx = \\tfrac{1}{3}$$",
    "$$\\rule{9999em}{9999em} \\href{javascript:alert(1)}{x} \\includegraphics{https://tracker.example/p.png}$$",
  ];
  await importFor(project, [{ prompt: "Show me", completions: texts.map((text) => ({ text, model: "m" })) }]);
  const page = await pageOf("annotator");
  await openRanking(page, project);
  const answers = page.getByRole("article");
  await expect(answers.locator(".hljs-keyword")).toHaveText("const");
  await expect(answers.locator("table td").first()).toHaveText("1");
  await expect(answers.locator(".katex")).toHaveCount(3);
  const sizeOf = (part: string) =>
    answers
      .locator(part)
      .first()
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  // An exponent is small where the style sheet is of the version that sets the formulas.
  expect(await sizeOf(".katex .msupsub .mtight")).toBeLessThan(await sizeOf(".katex"));
  await expect(answers.locator("[href^='javascript'], img")).toHaveCount(0);
  await expectNoSidewaysScroll(page, "formulas");
});
