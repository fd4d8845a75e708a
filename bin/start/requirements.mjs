import { spawnSync } from "node:child_process";

/**
 * The programs that setting up the tensor library and fetching the base model need.
 * @returns {{ missing: string[], advice: string, python: string[] }} `python`: how pip is called here
 */
export function findTools() {
  const works = (program, ...args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;
  const missing = [];
  const packages = [];
  const pip = [["python3", "-m", "pip"], ["pip3"], ["pip"]].find(([program, ...args]) =>
    works(program, ...args, "--version"),
  );
  if (!works("python3", "--version")) {
    missing.push("Python 3");
    packages.push("python3");
  }
  if (!pip) {
    missing.push("pip");
    packages.push("python3-pip");
  }
  if (!works(compiler(), "--version")) {
    missing.push("a C++ compiler");
    packages.push("g++");
  }
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  return { missing, pip, advice: `${sudo}apt-get update && ${sudo}apt-get install -y ${packages.join(" ")}` };
}

export function compiler() {
  return process.env.CXX || "g++";
}
