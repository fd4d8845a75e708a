"""Small random models of the LLaMA family and of GPT-2, made and saved by `transformers`."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    LlamaForSequenceClassification,
    MistralConfig,
    MistralForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
)

PAD, BEGIN, END = 0, 1, 2
FIRST_BYTE = 3
VOCABULARY = 259

SIZES = dict(
    vocab_size=VOCABULARY,
    hidden_size=32,
    intermediate_size=56,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=128,
    pad_token_id=PAD,
    bos_token_id=BEGIN,
    eos_token_id=END,
    attn_implementation="eager",
)


def llama_config(**changes) -> LlamaConfig:
    """Grouped queries, tied embeddings, the rotary base of SmolLM2."""
    rotary = dict(rope_type="default", rope_theta=100_000.0)
    settings = dict(tie_word_embeddings=True, rms_norm_eps=1e-5, rope_parameters=rotary)
    return LlamaConfig(**{**SIZES, **settings, **changes})


def scaled_llama_config() -> LlamaConfig:
    """LLaMA 3.1's frequency scaling, with a pre-training length so short that every range of it is met, and heads whose
    sizes do not add up to the width."""
    rotary = dict(
        rope_type="llama3",
        rope_theta=500_000.0,
        factor=8.0,
        low_freq_factor=1.0,
        high_freq_factor=4.0,
        original_max_position_embeddings=16,
    )
    return llama_config(rope_parameters=rotary, head_dim=12, tie_word_embeddings=False, num_hidden_layers=2)


def qwen2_config() -> Qwen2Config:
    """Biases on q, k and v; an output head of its own."""
    rotary = dict(rope_type="default", rope_theta=1_000_000.0)
    return Qwen2Config(**SIZES, tie_word_embeddings=False, rms_norm_eps=1e-6, rope_parameters=rotary)


def mistral_config() -> MistralConfig:
    """A window that slides, longer than any sequence here."""
    rotary = dict(rope_type="default", rope_theta=10_000.0)
    sizes = {**SIZES, "num_hidden_layers": 2}
    return MistralConfig(**sizes, sliding_window=64, tie_word_embeddings=False, rope_parameters=rotary)


def gpt2_config() -> GPT2Config:
    """Learned positions, LayerNorm, GELU, a bias everywhere, query, key and value side by side."""
    return GPT2Config(
        vocab_size=VOCABULARY,
        n_positions=128,
        n_embd=32,
        n_inner=56,
        n_layer=3,
        n_head=4,
        pad_token_id=PAD,
        bos_token_id=BEGIN,
        eos_token_id=END,
        attn_implementation="eager",
    )


CAUSAL = {
    LlamaConfig: LlamaForCausalLM,
    Qwen2Config: Qwen2ForCausalLM,
    MistralConfig: MistralForCausalLM,
    GPT2Config: GPT2LMHeadModel,
}


@torch.no_grad()
def randomise(model: torch.nn.Module, seed: int, spread: float = 0.2) -> torch.nn.Module:
    """Weights large enough that predictions differ clearly between tokens."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        is_gain = parameter.ndim == 1 and name.endswith("weight")
        parameter.copy_(1 + 0.1 * noise if is_gain else spread * noise)
    return model.eval()


@torch.no_grad()
def shift(model: torch.nn.Module, seed: int, distance: float) -> torch.nn.Module:
    """A neighbour: the same weights and a little noise."""
    generator = torch.Generator().manual_seed(seed)
    for parameter in model.parameters():
        parameter.add_(distance * torch.randn(parameter.shape, generator=generator))
    return model


def causal_model(config, seed: int) -> torch.nn.Module:
    return randomise(CAUSAL[type(config)](config), seed)


def reward_model(policy: LlamaForCausalLM, seed: int) -> LlamaForSequenceClassification:
    """A neighbour of the policy's blocks under a random score."""
    config = llama_config(num_labels=1)
    model = LlamaForSequenceClassification(config)
    model.model.load_state_dict(policy.model.state_dict())
    shift(model.model.layers, seed, 0.05)
    generator = torch.Generator().manual_seed(seed + 1)
    with torch.no_grad():
        model.score.weight.copy_(torch.randn(model.score.weight.shape, generator=generator) / config.hidden_size**0.5)
    return model.eval()


def byte_tokenizer() -> PreTrainedTokenizerFast:
    """Three special tokens, then one token a byte."""
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    texts = special + sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={text: token for token, text in enumerate(texts)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=special[PAD],
        bos_token=special[BEGIN],
        eos_token=special[END],
        padding_side="left",
    )
    wrapped.chat_template = (
        "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
        "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
    )
    return wrapped


def save(model: torch.nn.Module, folder: Path, **options) -> None:
    """As `transformers` saves, tokenizer and all."""
    model.save_pretrained(folder, **options)
    byte_tokenizer().save_pretrained(folder)
    for file in folder.glob("*.json"):
        file.write_text(json.dumps(json.loads(file.read_text())) + "\n")


def random_sequences(seed: int, shapes: list[tuple[int, int]], ended: bool = True) -> list[dict]:
    """Prompts and completions of the given lengths, random bytes; a finished one closes with the end token."""
    generator = torch.Generator().manual_seed(seed)
    sequences = []
    for prompt, completion in shapes:
        tokens = torch.randint(FIRST_BYTE, VOCABULARY, (prompt + completion,), generator=generator).tolist()
        if ended:
            tokens[-1] = END
        sequences.append({"tokens": tokens, "promptLength": prompt})
    return sequences
