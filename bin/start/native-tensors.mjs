/**
 * Sets up the native library of @tensorflow/tfjs-node from a package registry. The package's own install script takes
 * it from a storage bucket that many networks do not reach; the wheel of tensorflow-cpu holds the same C API.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { runCommand } from "./commands.mjs";
import { cacheFolder, root } from "./places.mjs";
import { compiler, findTools } from "./requirements.mjs";

const version = "2.18.0";
const wheelMegabytes = 230;
const library = path.join(cacheFolder, `libtensorflow-${version}`);
const files = { libtensorflow: "libtensorflow_cc.so.2", libtensorflow_framework: "libtensorflow_framework.so.2" };

/** What of the wheel is needed: the two libraries and the headers of the C API. */
const wanted =
  "^tensorflow/(libtensorflow_(cc|framework)\\.so\\.2|include/(tensorflow/c/.*|xla/tsl/c/.*|tensorflow/(core|tsl)/platform/ctstring.*|tsl/platform/\\w+)\\.h)$";
const extract = `
import re, sys, zipfile
wheel, target, wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [name for name in archive.namelist() if re.match(wanted, name)])
`;

function tfjsFolder() {
  return path.dirname(createRequire(path.join(root, "package.json")).resolve("@tensorflow/tfjs-node/package.json"));
}

/** Whether tfjs-node has its addon, and the library it links to is there. */
export function hasNativeTensors() {
  const folder = tfjsFolder();
  return existsSync(addonFile(folder)) && existsSync(path.join(folder, "deps/lib/libtensorflow.so.2"));
}

function addonFile(folder) {
  return path.join(folder, "lib", "napi-v8", "tfjs_binding.node");
}

/**
 * @param {{ progress: (text: string) => void }} step
 * @returns {Promise<string>} one line about what is there now
 * @throws Error with one line that says why it cannot be
 */
export async function setUpNativeTensors(step) {
  if (hasNativeTensors()) return `native TensorFlow ${version}`;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`the native library is set up on Linux x64 only (this is ${process.platform} ${process.arch})`);
  }
  const tools = findTools();
  if (tools.missing.length) throw new Error(`missing here: ${tools.missing.join(", ")}. To add: ${tools.advice}`);

  if (!existsSync(library)) await fetchLibrary(tools.pip, step);
  const folder = tfjsFolder();
  linkLibrary(folder);
  step.progress("compiling the addon");
  await compileAddon(folder);
  repairForNewNode(folder);
  step.progress("testing it");
  try {
    await selfTest();
  } catch (error) {
    rmSync(addonFile(folder), { force: true });
    throw error;
  }
  return `native TensorFlow ${version}, compiled and tested`;
}

async function fetchLibrary(pip, step) {
  mkdirSync(cacheFolder, { recursive: true });
  const temporary = mkdtempSync(path.join(cacheFolder, "download-"));
  const showProgress = () => {
    const megabytes = Math.min(wheelMegabytes, Math.round(folderBytes(temporary) / 1e6));
    step.progress(`tensorflow-cpu ${version}: ${megabytes} of ${wheelMegabytes} MB`);
  };
  const timer = setInterval(showProgress, 500);
  try {
    const [program, ...first] = pip;
    const args = ["download", "--quiet", "--no-deps", "--no-cache-dir", "--disable-pip-version-check"];
    args.push("--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11");
    args.push("--platform", "manylinux_2_17_x86_64", "--platform", "manylinux2014_x86_64");
    args.push("--dest", temporary, `tensorflow-cpu==${version}`);
    // pip's own temporary files go where their growth can be watched.
    await runCommand(program, [...first, ...args], { environment: { TMPDIR: temporary }, tailLines: 3 });
    clearInterval(timer);
    step.progress("unpacking");
    const wheel = readdirSync(temporary).find((name) => name.endsWith(".whl"));
    const unpacked = path.join(temporary, "unpacked");
    await runCommand("python3", ["-c", extract, path.join(temporary, wheel), unpacked, wanted]);
    // Another checkout may have been quicker.
    if (!existsSync(library)) renameSync(path.join(unpacked, "tensorflow"), library);
  } finally {
    clearInterval(timer);
    rmSync(temporary, { recursive: true, force: true });
  }
}

function folderBytes(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

function linkLibrary(folder) {
  const target = path.join(folder, "deps/lib");
  rmSync(path.join(folder, "deps"), { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [name, file] of Object.entries(files)) {
    for (const link of new Set([file, `${name}.so`, `${name}.so.2`]))
      symlinkSync(path.join(library, file), path.join(target, link));
  }
}

/** With the compiler alone, no node-gyp: the addon uses nothing but Node-API. */
async function compileAddon(folder) {
  const { include_dir: nodeHeaders } = createRequire(path.join(root, "package.json"))("node-api-headers");
  const addon = addonFile(folder);
  mkdirSync(path.dirname(addon), { recursive: true });
  const partial = `${addon}.${process.pid}`;
  const args = ["-std=c++17", "-O2", "-fPIC", "-shared", "-w", "-DNAPI_VERSION=8", "-DBUILDING_NODE_EXTENSION"];
  args.push(`-I${nodeHeaders}`, `-I${path.join(library, "include")}`, `-I${folder}`);
  args.push(path.join(folder, "binding/tfjs_backend.cc"), path.join(folder, "binding/tfjs_binding.cc"));
  args.push(`-L${path.join(folder, "deps/lib")}`, "-Wl,-rpath,$ORIGIN/../../deps/lib", "-Wl,--no-as-needed");
  args.push("-ltensorflow", "-ltensorflow_framework", "-o", partial);
  await runCommand(compiler(), args);
  renameSync(partial, addon);
}

/** Node 23 removed two functions of `util` that tfjs-node 4.22 calls. */
function repairForNewNode(folder) {
  for (const name of ["dist/nodejs_kernel_backend.js", "dist/kernels/TopK.js"]) {
    const file = path.join(folder, name);
    const source = readFileSync(file, "utf8");
    const repaired = source
      .replaceAll("(0, util_1.isNullOrUndefined)(", "((value) => value === null || value === undefined)(")
      .replaceAll("(0, util_1.isArray)(", "Array.isArray(");
    if (repaired !== source) writeFileSync(file, repaired);
  }
}

async function selfTest() {
  const script = `
    const tf = require("@tensorflow/tfjs-node");
    const [value] = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync();
    if (tf.getBackend() !== "tensorflow" || value !== 3) throw new Error("backend " + tf.getBackend() + " says " + value);`;
  await runCommand(process.execPath, ["-e", script], { environment: { TF_CPP_MIN_LOG_LEVEL: "2" }, tailLines: 3 });
}
