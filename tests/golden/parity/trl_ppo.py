"""
TRL's PPO trainer itself, run for one update on stored completions: only its sampling is replaced. What it computes on the
way is read from its local variables where it whitens the advantages.
"""

import copy
import inspect
import sys
import tempfile

import torch
from datasets import Dataset
from trl.experimental.ppo import PPOConfig, PPOTrainer, ppo_trainer

from tiny_models import END, PAD, byte_tokenizer

RECORDED = ["queries", "responses", "logprobs", "ref_logprobs", "values", "scores", "rewards", "advantages"]
METRICS = [
    "objective/kl",
    "objective/entropy",
    "objective/non_score_reward",
    "objective/rlhf_reward",
    "objective/scores",
    "policy/approxkl_avg",
    "policy/clipfrac_avg",
    "loss/policy_avg",
    "loss/value_avg",
    "val/clipfrac_avg",
    "val/ratio",
]


def run(models: dict, rollout: list[dict], settings: dict, population_variance: bool) -> dict:
    """
    One update. Models are copied.

    `population_variance` makes TRL whiten with the variance over n instead of n − 1, as OpenAI's code does and ours.
    """
    models = {name: copy.deepcopy(model) for name, model in models.items()}
    completions = {tuple(row["tokens"][: row["promptLength"]]): row["tokens"][row["promptLength"] :] for row in rollout}
    longest = max(len(tokens) for tokens in completions.values())

    def stored_generation(model, queries, _batch, pad_token, generation_config):
        responses = torch.full((len(queries), longest), pad_token)
        for row, query in enumerate(queries):
            tokens = completions[tuple(query[query != pad_token].tolist())]
            responses[row, : len(tokens)] = torch.tensor(tokens)
        both = torch.cat((queries, responses), 1)
        logits = ppo_trainer.forward(model, both, pad_token).logits[:, queries.shape[1] - 1 : -1]
        return both, logits / generation_config.temperature

    whiten, variance = ppo_trainer.masked_whiten, ppo_trainer.masked_var
    whitened: list[dict] = []
    recorded: dict = {}

    def recording_whiten(values, mask, shift_mean=True):
        result = whiten(values, mask, shift_mean)
        whitened.append({"values": values.clone(), "mask": mask.clone(), "result": result.clone()})
        if shift_mean:
            local = sys._getframe(1).f_locals
            recorded.update({name: local[name].clone() for name in [*RECORDED, "returns", "padding_mask"]})
        return result

    replaced = {"batch_generation": stored_generation, "masked_whiten": recording_whiten}
    if population_variance:
        replaced["masked_var"] = lambda values, mask, unbiased=True: variance(values, mask, unbiased=False)
    originals = {name: getattr(ppo_trainer, name) for name in replaced}
    arguments = PPOConfig(
        output_dir=tempfile.mkdtemp(prefix="attune-parity-"),
        per_device_train_batch_size=len(rollout),
        gradient_accumulation_steps=1,
        total_episodes=len(rollout),
        num_sample_generations=0,
        response_length=longest,
        weight_decay=0.0,
        report_to=[],
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        save_strategy="no",
        disable_tqdm=True,
        lr_scheduler_type="constant",
        seed=1,
        **settings,
    )
    metrics: dict = {}
    try:
        for name, function in replaced.items():
            setattr(ppo_trainer, name, function)
        trainer = PPOTrainer(
            args=arguments,
            processing_class=byte_tokenizer(),
            model=models["policy"],
            ref_model=models["reference"],
            reward_model=models["reward"],
            value_model=models["value"],
            train_dataset=Dataset.from_list([{"input_ids": row["tokens"][: row["promptLength"]]} for row in rollout]),
        )
        trainer.log = metrics.update
        trainer.train()
    finally:
        for name, function in originals.items():
            setattr(ppo_trainer, name, function)
    return {
        "recorded": recorded,
        "whitened": whitened,
        "metrics": {name: metrics[name] for name in METRICS},
        "weights": {
            f"{name}.{key}": parameter.detach()
            for name in ("policy", "value")
            for key, parameter in models[name].named_parameters()
            if parameter.requires_grad
        },
    }


def rows(result: dict, name: str, extra: int = 0) -> list[list[float]]:
    """Of each completion its own tokens, padding left out, and so many steps of TRL's after them."""
    lengths = (~result["recorded"]["padding_mask"]).sum(1).tolist()
    width = result["recorded"]["responses"].shape[1]
    values = result["recorded"][name].tolist()
    return [row[: min(width, length + extra)] for row, length in zip(values, lengths)]


def tokens(result: dict) -> list[dict]:
    """The rollout in the order in which TRL drew it."""
    queries = [[token for token in row if token != PAD] for row in result["recorded"]["queries"].tolist()]
    completions = rows(result, "responses")
    return [
        {"tokens": query + completion, "promptLength": len(query), "ended": completion[-1] == END}
        for query, completion in zip(queries, completions)
    ]


def source_hash() -> str:
    """Of TRL's trainer as it was run."""
    import hashlib

    return hashlib.sha256(inspect.getsource(ppo_trainer).encode()).hexdigest()
