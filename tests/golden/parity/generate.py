"""
Writes the fixtures of parity.test.ts and parity-ppo.test.ts: what PyTorch, transformers and TRL compute on small random
models. Run it by hand (see README.md); the tests read what it wrote and need no Python.
"""

import argparse
import hashlib
import itertools
import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import environment

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--venv", type=Path, default=environment.DEFAULT_FOLDER, help="folder of the virtual environment")
parser.add_argument(
    "--out", type=Path, default=Path(__file__).parent.parent / "fixtures" / "parity", help="folder of the fixtures"
)
options = parser.parse_args()
environment.enter(options.venv)

import torch  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

import tiny_models as tiny  # noqa: E402
import trl_losses  # noqa: E402
import trl_ppo  # noqa: E402

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

SHAPES = [(7, 17), (3, 9), (12, 19), (1, 6)]
PPO = dict(
    learning_rate=5e-4,
    adam_epsilon=1e-5,
    temperature=0.7,
    kl_coef=0.2,
    kl_estimator="k1",
    vf_coef=1.0,
    cliprange=0.1,
    cliprange_value=0.02,
    gamma=1.0,
    lam=0.95,
    num_ppo_epochs=4,
    num_mini_batches=1,
)


def write_tensors(name: str, tensors: dict[str, torch.Tensor]) -> None:
    save_file({key: tensor.detach().float().contiguous().clone() for key, tensor in tensors.items()}, options.out / name)


def write_json(name: str, content: object) -> None:
    (options.out / name).write_text(json.dumps(content) + "\n")


@torch.no_grad()
def outputs(model: torch.nn.Module, sequences: list[dict]) -> dict[str, torch.Tensor]:
    """Logits and hidden states of real tokens, row after row; log-probabilities and entropies of completion tokens."""
    batch = trl_losses.padded(sequences)
    completion = batch.pop("completion_mask")[:, 1:].bool()
    result = model(**batch, output_hidden_states=True)
    real = batch["attention_mask"].bool()
    found = {"logits": result.logits[real]}
    for layer, hidden in enumerate(result.hidden_states):
        found[f"hidden.{layer}"] = hidden[real]
    for temperature in (1.0, 0.7):
        log_probs = torch.log_softmax(result.logits[:, :-1] / temperature, -1)
        own = log_probs.gather(-1, batch["input_ids"][:, 1:, None]).squeeze(-1)
        found[f"log_probs.{temperature}"] = own[completion]
        found[f"entropy.{temperature}"] = -(log_probs.exp() * log_probs).sum(-1)[completion]
    return found


def optimiser_runs() -> tuple[list[dict], dict[str, torch.Tensor]]:
    """torch.optim.AdamW on given gradients, decay for matrices alone, with and without clipping the global norm."""
    runs, tensors = [], {}
    for run, (settings, clip, scale) in enumerate(
        [
            (dict(betas=(0.9, 0.999), eps=1e-5, weight_decay=0.0), None, 1.0),
            (dict(betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1), 1.0, 3.0),
            (dict(betas=(0.9, 0.999), eps=1e-5, weight_decay=0.01), 1.0, 1e-4),
        ]
    ):
        generator = torch.Generator().manual_seed(70 + run)
        parameters = {
            "matrix": torch.nn.Parameter(torch.randn(6, 5, generator=generator)),
            "gain": torch.nn.Parameter(torch.randn(5, generator=generator)),
        }
        decay = settings.pop("weight_decay")
        groups = [
            {"params": [parameters["matrix"]], "weight_decay": decay},
            {"params": [parameters["gain"]], "weight_decay": 0.0},
        ]
        optimiser = torch.optim.AdamW(groups, lr=1.0, **settings)
        rates, norms = [], []
        for name, parameter in parameters.items():
            tensors[f"{run}.0.{name}"] = parameter.detach().clone()
        for step in range(1, 9):
            rates.append(0.02 / step)
            for name, parameter in parameters.items():
                parameter.grad = scale * torch.randn(parameter.shape, generator=generator)
                tensors[f"{run}.{step}.{name}.gradient"] = parameter.grad.clone()
            norms.append(torch.nn.utils.clip_grad_norm_(parameters.values(), clip or float("inf")).item())
            for group in optimiser.param_groups:
                group["lr"] = rates[-1]
            optimiser.step()
            for name, parameter in parameters.items():
                tensors[f"{run}.{step}.{name}"] = parameter.detach().clone()
        runs.append(
            {
                "beta1": settings["betas"][0],
                "beta2": settings["betas"][1],
                "epsilon": settings["eps"],
                "weightDecay": decay,
                "maxGradientNorm": clip or 0,
                "learningRates": rates,
                "gradientNorms": norms,
            }
        )
    return runs, tensors


def prefixed(prefix: str, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {f"{prefix}.{name}": tensor for name, tensor in tensors.items()}


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def main() -> None:
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    models = {
        "llama": tiny.causal_model(tiny.llama_config(), 11),
        "llama-scaled": tiny.causal_model(tiny.scaled_llama_config(), 12),
        "qwen2": tiny.causal_model(tiny.qwen2_config(), 13),
        "mistral": tiny.causal_model(tiny.mistral_config(), 16),
        "gpt2": tiny.causal_model(tiny.gpt2_config(), 17),
    }
    policy = models["llama"]
    reference = tiny.shift(tiny.causal_model(tiny.llama_config(), 11), 14, 0.02)
    # Embeddings are the trunk's, which all of them share.
    reference.model.embed_tokens.load_state_dict(policy.model.embed_tokens.state_dict())
    reward = tiny.reward_model(policy, 15)
    for name, model in models.items():
        tiny.save(model, options.out / name, max_shard_size="60KB" if name == "qwen2" else "5GB")
    tiny.save(reference, options.out / "reference")
    tiny.save(reward, options.out / "reward")

    sequences = tiny.random_sequences(1, SHAPES)
    ranked = tiny.random_sequences(2, [(5, 12), (5, 4), (5, 9), (5, 15)])
    for other in ranked[1:]:
        other["tokens"][:5] = ranked[0]["tokens"][:5]
    order = [2, 0, 3, 1]
    pairs = [(ranked[better], ranked[worse]) for better, worse in itertools.combinations(order, 2)]
    cases: dict = {"sequences": sequences, "ranked": ranked, "order": order}

    for name, model in models.items():
        write_tensors(f"{name}.outputs.safetensors", outputs(model, sequences))
    with torch.no_grad():
        batch = trl_losses.padded(sequences)
        del batch["completion_mask"]
        cases["scores"] = reward(**batch).logits.squeeze(-1).tolist()

    for name in ("llama", "qwen2", "gpt2"):
        loss = trl_losses.sft_loss(models[name], sequences)
        cases[f"sft.{name}"] = loss.item()
        write_tensors(f"{name}.sft-gradients.safetensors", trl_losses.gradients(models[name], loss))
    loss = trl_losses.reward_loss(reward, pairs)
    cases["reward"] = loss.item()
    write_tensors("reward.gradients.safetensors", trl_losses.gradients(reward, loss))
    margins = [1.0, 0.5, 0.25, 0.0, 1.0, 2.0]
    cases["rewardWithMargins"] = {"margins": margins, "loss": trl_losses.reward_loss(reward, pairs, margins).item()}

    def dpo(**settings):
        return trl_losses.dpo_loss(policy, reference, pairs, **settings)

    loss = dpo(beta=0.1)
    cases["dpo"] = {
        "sigmoid": loss.item(),
        "robust": dpo(beta=0.1, loss_type=["robust"], label_smoothing=0.1).item(),
        "hinge": dpo(beta=0.1, loss_type=["hinge"]).item(),
        "start": trl_losses.dpo_loss(policy, policy_copy(policy), pairs, beta=0.1).item(),
    }
    write_tensors("dpo.gradients.safetensors", trl_losses.gradients(policy, loss))

    runs, tensors = optimiser_runs()
    cases["optimiser"] = runs
    write_tensors("optimiser.safetensors", tensors)
    write_json("cases.json", cases)
    write_ppo({"policy": policy, "reference": reference, "reward": reward})

    names = ["torch", "transformers", "trl", "accelerate", "safetensors", "numpy"]
    manifest = {
        "versions": {"python": sys.version.split()[0], **{name: version(name) for name in names}},
        "trlPpoTrainerSha256": trl_ppo.source_hash(),
        "files": hashes(options.out),
    }
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{sum(file.stat().st_size for file in options.out.rglob('*') if file.is_file()):,} bytes in {options.out}")


def policy_copy(policy: torch.nn.Module) -> torch.nn.Module:
    copy = type(policy)(policy.config)
    copy.load_state_dict(policy.state_dict())
    return copy.eval()


def write_ppo(models: dict[str, torch.nn.Module]) -> None:
    value = tiny.reward_model(models["policy"], 15)
    with torch.no_grad():
        value.score.weight.zero_()
    models = {**models, "value": value}
    prompts = [4, 9, 6, 11, 3, 8, 5, 7]

    # Completions that fill the window: there TRL's steps are ours, so everything must agree, weights after the update too.
    full = tiny.random_sequences(3, [(prompt, 10) for prompt in prompts], ended=False)
    result = trl_ppo.run(models, full, {**PPO, "whiten_rewards": False}, population_variance=True)
    write_json(
        "ppo.json",
        {
            "settings": PPO,
            "rollout": trl_ppo.tokens(result),
            **{name: trl_ppo.rows(result, name) for name in trl_ppo.RECORDED[2:5] + ["rewards", "advantages", "returns"]},
            "scores": result["recorded"]["scores"].tolist(),
            "whitenedAdvantages": result["whitened"][-1]["result"].tolist(),
            "metrics": result["metrics"],
        },
    )
    write_tensors("ppo.weights.safetensors", result["weights"])

    # Completions of many lengths, TRL as it is: it pays the score one step after the end token, and whitens over n − 1.
    ragged = tiny.random_sequences(4, list(zip(prompts, [10, 4, 7, 2, 9, 5, 10, 1])))
    ragged[0]["tokens"][-1] = tiny.FIRST_BYTE
    # The reward model stands in for a value model that has learned something: its values are not 0.
    models = {**models, "value": models["reward"]}
    result = trl_ppo.run(models, ragged, {**PPO, "whiten_rewards": True, "num_ppo_epochs": 1}, population_variance=False)
    rewards, advantages = result["whitened"]
    masked = lambda record, name: [  # noqa: E731
        [value for value, kept in zip(row, mask) if kept]
        for row, mask in zip(record[name].tolist(), record["mask"].tolist())
    ]
    write_json(
        "ppo-ragged.json",
        {
            "rollout": trl_ppo.tokens(result),
            **{name: trl_ppo.rows(result, name) for name in ["logprobs", "ref_logprobs"]},
            "values": trl_ppo.rows(result, "values", extra=1),
            "scores": result["recorded"]["scores"].tolist(),
            "tokenRewards": masked(rewards, "values"),
            "whitenedRewards": masked(rewards, "result"),
            "returns": trl_ppo.rows(result, "returns", extra=1),
            "advantages": masked(advantages, "values"),
            "whitenedAdvantages": masked(advantages, "result"),
            "metrics": result["metrics"],
        },
    )


main()
