"""
One contender of `npm run bench -- trainer`: TRL's own trainers (transformers' `generate` for sampling) on given token ids.
Prints one JSON line: seconds of each measured step and the process's peak memory.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.update(CUDA_VISIBLE_DEVICES="", HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", TRL_EXPERIMENTAL_SILENCE="1")

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--method", choices=["sft", "reward", "dpo", "ppo", "sampling"], required=True)
parser.add_argument("--model", type=Path, required=True, help="folder in Hugging Face layout")
parser.add_argument("--batches", type=Path, required=True)
parser.add_argument("--steps", type=int, required=True, help="measured, after one that is not")
parser.add_argument("--sequences", type=int, default=1, help="sampled together")
parser.add_argument("--bf16", action="store_true")
parser.add_argument("--frozen", type=int, default=0, help="train this many blocks at the top alone; 0 trains everything")
options = parser.parse_args()

import torch  # noqa: E402
from datasets import Dataset  # noqa: E402
from transformers import (  # noqa: E402
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    GenerationConfig,
    TrainerCallback,
)

torch.set_num_threads(2)
torch.manual_seed(1)
given = json.loads(options.batches.read_text())
tokenizer = AutoTokenizer.from_pretrained(options.model)
PAD = given["padToken"]
tokenizer.pad_token_id = PAD


def load(kind=AutoModelForCausalLM, **settings):
    model = kind.from_pretrained(options.model, dtype=torch.float32, **settings)
    model.config.pad_token_id = PAD
    if kind is AutoModelForCausalLM:
        model.generation_config = GenerationConfig(pad_token_id=PAD, eos_token_id=None)
    if options.frozen:
        model.model.embed_tokens.requires_grad_(False)
        for block in model.model.layers[: -options.frozen]:
            block.requires_grad_(False)
    return model


class Clock(TrainerCallback):
    """Time of each step, from the end of the one before."""

    def __init__(self):
        self.ends = [time.perf_counter()]
        self.used = [time.process_time()]

    def on_step_end(self, *_, **__):
        self.ends.append(time.perf_counter())
        self.used.append(time.process_time())

    def seconds(self):
        return [later - earlier for earlier, later in zip(self.ends[1:], self.ends[2:])], self.used[-1] - self.used[1]


COMMON = dict(
    report_to=[],
    use_cpu=True,
    bf16=options.bf16,
    gradient_checkpointing=False,
    disable_tqdm=True,
    save_strategy="no",
    logging_strategy="no",
    learning_rate=1e-5,
    lr_scheduler_type="constant",
    gradient_accumulation_steps=1,
)


def train(trainer_class, config_class, model, rows, **settings):
    class OnGivenTokens(trainer_class):
        def _prepare_dataset(self, dataset, *_, **__):
            return dataset

    clock = Clock()
    trainer = OnGivenTokens(
        model=model,
        args=config_class(
            output_dir=tempfile.mkdtemp(prefix="attune-bench-"),
            max_length=None,
            max_steps=options.steps + 1,
            per_device_train_batch_size=given["batchSize"],
            **COMMON,
            **settings,
        ),
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        callbacks=[clock],
    )
    trainer.train()
    return clock.seconds()


def sft():
    from trl import SFTConfig, SFTTrainer

    rows = [
        {"input_ids": s["tokens"], "labels": [-100] * s["promptLength"] + s["tokens"][s["promptLength"] :]}
        for s in given["sequences"]
    ]
    return train(SFTTrainer, SFTConfig, load(), rows, loss_type="nll")


def reward():
    from trl import RewardConfig, RewardTrainer

    rows = [{"chosen_ids": a["tokens"], "rejected_ids": b["tokens"]} for a, b in given["pairs"]]
    model = load(AutoModelForSequenceClassification, num_labels=1)
    return train(RewardTrainer, RewardConfig, model, rows)


def dpo():
    from trl import DPOConfig, DPOTrainer

    rows = [
        {
            "prompt_ids": a["tokens"][: a["promptLength"]],
            "chosen_ids": a["tokens"][a["promptLength"] :],
            "rejected_ids": b["tokens"][b["promptLength"] :],
        }
        for a, b in given["pairs"]
    ]
    return train(DPOTrainer, DPOConfig, load(), rows)


def ppo():
    from trl.experimental.ppo import PPOConfig, PPOTrainer

    prompts = [prompt[: given["ppo"]["promptTokens"]] for prompt in given["prompts"]]
    size = given["ppo"]["batchSize"]
    clock = Clock()
    scorer = lambda: load(AutoModelForSequenceClassification, num_labels=1)  # noqa: E731
    trainer = PPOTrainer(
        args=PPOConfig(
            output_dir=tempfile.mkdtemp(prefix="attune-bench-"),
            per_device_train_batch_size=size,
            num_mini_batches=1,
            num_ppo_epochs=given["ppo"]["epochs"],
            total_episodes=size * (options.steps + 1),
            response_length=given["ppo"]["newTokens"],
            temperature=1.0,
            num_sample_generations=0,
            **COMMON,
        ),
        processing_class=tokenizer,
        model=load(),
        ref_model=load(),
        reward_model=scorer(),
        value_model=scorer(),
        train_dataset=Dataset.from_list([{"input_ids": prompt} for prompt in prompts]),
        callbacks=[clock],
    )
    trainer.train()
    return clock.seconds()


@torch.no_grad()
def sampling():
    model = load().eval()
    prompts = torch.tensor([prompt[: given["sampling"]["promptTokens"]] for prompt in given["prompts"]])
    prompts = prompts.repeat(options.sequences // len(prompts) + 1, 1)[: options.sequences]
    settings = GenerationConfig(
        max_new_tokens=given["sampling"]["newTokens"],
        do_sample=True,
        top_k=0,
        top_p=1.0,
        pad_token_id=PAD,
        eos_token_id=None,
    )
    seconds = []
    used = []
    for _ in range(options.steps + 1):
        used.append(time.process_time())
        began = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
            model.generate(prompts, attention_mask=torch.ones_like(prompts), generation_config=settings)
        seconds.append(time.perf_counter() - began)
    return seconds[1:], time.process_time() - used[1]


seconds, used = {"sft": sft, "reward": reward, "dpo": dpo, "ppo": ppo, "sampling": sampling}[options.method]()
status = Path("/proc/self/status").read_text()
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "processorSeconds": used, "peakMegabytes": peak / 1024}), file=sys.stdout)
