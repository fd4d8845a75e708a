"""Losses of TRL's own trainers on given tokens, and their gradients."""

import tempfile

import torch
from datasets import Dataset
from trl import DPOConfig, DPOTrainer, RewardConfig, RewardTrainer, SFTConfig, SFTTrainer

from tiny_models import PAD, byte_tokenizer

COMMON = dict(report_to=[], use_cpu=True, bf16=False, max_length=None, gradient_checkpointing=False, disable_tqdm=True)


def padded(sequences: list[dict]) -> dict[str, torch.Tensor]:
    """Token ids, attention and completion masks, padded on the right."""
    length = max(len(sequence["tokens"]) for sequence in sequences)
    ids = torch.full((len(sequences), length), PAD)
    attention = torch.zeros_like(ids)
    completion = torch.zeros_like(ids)
    for row, sequence in enumerate(sequences):
        count = len(sequence["tokens"])
        ids[row, :count] = torch.tensor(sequence["tokens"])
        attention[row, :count] = 1
        completion[row, sequence["promptLength"] : count] = 1
    return {"input_ids": ids, "attention_mask": attention, "completion_mask": completion}


def gradients(model: torch.nn.Module, loss: torch.Tensor) -> dict[str, torch.Tensor]:
    model.zero_grad()
    loss.backward()
    found = {name: parameter.grad.clone() for name, parameter in model.named_parameters() if parameter.grad is not None}
    model.zero_grad()
    return found


def trainer(kind, config, model, rows, **options):
    """A trainer on a data set that it never sees: batches are handed to it."""
    folder = tempfile.mkdtemp(prefix="attune-parity-")
    made = kind(
        model=model,
        args=config(output_dir=folder, **COMMON),
        train_dataset=Dataset.from_list(rows),
        processing_class=byte_tokenizer(),
        **options,
    )
    made.model.eval()
    return made


def sft_loss(model: torch.nn.Module, sequences: list[dict]) -> torch.Tensor:
    batch = padded(sequences)
    labels = batch["input_ids"].masked_fill(batch.pop("completion_mask") == 0, -100)
    made = trainer(SFTTrainer, lambda **options: SFTConfig(loss_type="nll", **options), model, [{"text": "ab"}])
    return made.compute_loss(made.model, {**batch, "labels": labels})


def reward_loss(model: torch.nn.Module, pairs: list[tuple[dict, dict]], margins: list[float] | None = None):
    """TRL takes one row per side of a pair: a completion that is in several pairs runs as often."""
    batch = padded([better for better, _ in pairs] + [worse for _, worse in pairs])
    del batch["completion_mask"]
    if margins:
        batch["margin"] = torch.tensor(margins)
    made = trainer(RewardTrainer, RewardConfig, model, [{"chosen": "ab", "rejected": "ba"}])
    return made.compute_loss(made.model, batch)


def dpo_loss(
    policy: torch.nn.Module, reference: torch.nn.Module, pairs: list[tuple[dict, dict]], **settings
) -> torch.Tensor:
    batch = padded([better for better, _ in pairs] + [worse for _, worse in pairs])
    row = {"prompt": "a", "chosen": "b", "rejected": "c"}
    made = trainer(
        DPOTrainer, lambda **options: DPOConfig(**settings, **options), policy, [row], ref_model=reference
    )
    return made.compute_loss(made.model, batch)
