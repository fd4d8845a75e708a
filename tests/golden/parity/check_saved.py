"""
Whether what our code saves loads in `transformers` as it is and computes the same: a policy, merged, and a reward model as
a sequence classifier. Run it by hand (see README.md).
"""

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

HERE = Path(__file__).parent
TINY = [HERE.parent / "fixtures" / "parity" / name for name in ("llama", "llama-scaled", "qwen2", "mistral", "gpt2")]
TOLERANCE = 1e-3

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--venv", type=Path, default=environment.DEFAULT_FOLDER, help="folder of the virtual environment")
parser.add_argument("--model", type=Path, nargs="+", default=TINY, help="model folders or .gguf files")
options = parser.parse_args()
environment.enter(options.venv)

import torch  # noqa: E402
from safetensors.torch import load_file  # noqa: E402
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer  # noqa: E402

import trl_losses  # noqa: E402

torch.set_num_threads(1)


def load(kind, folder: Path):
    """Nothing may be missing, left over or of another shape."""
    model, information = kind.from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
    problems = {name: found for name, found in information.items() if found}
    return model.eval(), problems


@torch.no_grad()
def check(location: Path) -> list[str]:
    problems = []
    with tempfile.TemporaryDirectory(prefix="attune-saved-") as temporary:
        folder = Path(temporary)
        subprocess.run(
            ["node", "--import", "tsx", HERE / "save-models.ts", location.resolve(), folder], check=True, cwd=HERE
        )
        ours = json.loads((folder / "ours.json").read_text())
        trl_losses.PAD = ours["padToken"]
        batch = trl_losses.padded(ours["sequences"])
        del batch["completion_mask"]

        policy, missing = load(AutoModelForCausalLM, folder / "policy")
        problems += [f"policy: {name} {found}" for name, found in missing.items()]
        expected = load_file(folder / "logits.safetensors")["logits"]
        logits = policy(**batch).logits[batch["attention_mask"].bool()]
        off = (logits - expected).abs().max().item()
        same = (logits.argmax(-1) == expected.argmax(-1)).float().mean().item()
        if not off < TOLERANCE:
            problems.append(f"logits differ by {off:.1e}")
        kind = type(policy).__name__
        del policy, logits, expected
        gc.collect()

        reward, missing = load(AutoModelForSequenceClassification, folder / "reward")
        problems += [f"reward model: {name} {found}" for name, found in missing.items()]
        scores_off = (reward(**batch).logits.squeeze(-1) - torch.tensor(ours["scores"])).abs().max().item()
        if not scores_off < TOLERANCE:
            problems.append(f"scores differ by {scores_off:.1e}")
        reward_kind = type(reward).__name__
        del reward
        gc.collect()

        tokenizer = AutoTokenizer.from_pretrained(folder / "policy")
        for case in ours["texts"]:
            found = tokenizer.encode(case["text"], add_special_tokens=False)
            if found != case["tokens"]:
                problems.append(f"{case['text']!r} becomes {found}, ours {case['tokens']}")
        for conversation, sequence in zip(ours["conversations"], ours["sequences"]):
            turns = [{"role": "system", "content": "Be brief."}, *conversation]
            found = tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=True, return_dict=False)
            if found != sequence["tokens"][: sequence["promptLength"]]:
                problems.append(f"the conversation {turns} becomes {found}")
        if tokenizer.pad_token_id != ours["padToken"] or tokenizer.pad_token_id == tokenizer.eos_token_id:
            problems.append(f"padding token {tokenizer.pad_token_id}, end token {tokenizer.eos_token_id}")
    tokens = sum(len(sequence["tokens"]) for sequence in ours["sequences"])
    print(
        f"{location.name}: {kind} and {reward_kind}, {tokens} tokens: logits within {off:.1e}, likeliest token the same at"
        f" {100 * same:.1f} %, scores within {scores_off:.1e}, {'as it should be' if not problems else 'NOT THE SAME'}"
    )
    return problems


failed = [(location, problem) for location in options.model for problem in check(location)]
for location, problem in failed:
    print(f"  {location.name}: {problem}")
sys.exit(1 if failed else 0)
