// node bin/setup-native.mjs      sets up the native library of tfjs-node; nothing to do where it is already there
import process from "node:process";
import { setUpNativeTensors } from "./start/native-tensors.mjs";
import { inStep } from "./start/terminal.mjs";

await inStep("Tensor library", setUpNativeTensors).catch(() => process.exit(1));
