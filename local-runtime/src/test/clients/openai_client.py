"""OpenAI's client for Python, unchanged, against the server that OPENAI_BASE_URL names (base `tiny`, adapter `mine`)."""

import openai

client = openai.OpenAI(max_retries=0)
checks = 0


def check(holds, what):
    global checks
    if not holds:
        raise SystemExit(f"does not hold: {what}")
    checks += 1


messages = [
    {"role": "system", "content": "Be short."},
    {"role": "user", "content": [{"type": "text", "text": "Hello"}]},
]
names = [model.id for model in client.models.list()]
check(names == ["tiny", "mine"], f"models are listed: {names}")
check(client.models.retrieve("mine").parent == "tiny", "an adapter names its base")

whole = client.chat.completions.create(model="mine", messages=messages, max_completion_tokens=9, seed=3, logprobs=True, top_logprobs=2)
usage = whole.usage
check(
    whole.choices[0].message.role == "assistant" and usage.completion_tokens <= 9
    and usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    and usage.prompt_tokens_details.cached_tokens >= 0,
    f"a chat is answered: {whole}",
)
check(len(whole.choices[0].logprobs.content[0].top_logprobs) == 2, "log-probabilities are told")

text, last = "", None
with client.chat.completions.create(
    model="mine", messages=messages, max_completion_tokens=9, seed=3, stream=True, stream_options={"include_usage": True}
) as stream:
    for chunk in stream:
        last = chunk
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
check(text == whole.choices[0].message.content, f"streamed or whole, the same: {text!r}")
check(last.usage.completion_tokens == usage.completion_tokens, "a stream ends with its usage")

texts = client.completions.create(model="tiny", prompt=["Once", "Twice"], n=2, max_tokens=4, logprobs=1, extra_body={"top_k": 5})
check([choice.index for choice in texts.choices] == [0, 1, 2, 3], "two texts, two choices each")

try:
    client.chat.completions.create(model="nobody", messages=messages)
    check(False, "an unknown model is refused")
except openai.NotFoundError as e:
    check(e.code == "model_not_found" and e.param == "model", f"it is refused by name: {e}")
try:
    client.completions.create(model="tiny", prompt="a", temperature=7)
    check(False, "a wrong value is refused")
except openai.BadRequestError as e:
    check(e.param == "temperature", f"it is refused by name: {e}")

print(f"openai {openai.__version__}: all {checks} checks hold")
