// OpenAI's client for JavaScript, unchanged, against the server that OPENAI_BASE_URL names (base `tiny`, adapter `mine`).
import OpenAI from 'openai';

const client = new OpenAI({ maxRetries: 0 });
let checks = 0;

function check(holds, what) {
  if (!holds) {
    console.error(`does not hold: ${what}`);
    process.exit(1);
  }
  checks++;
}

const messages = [
  { role: 'system', content: 'Be short.' },
  { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
];
const names = [];
for await (const model of client.models.list()) names.push(model.id);
check(names.join() === 'tiny,mine', `models are listed: ${names}`);
check((await client.models.retrieve('mine')).parent === 'tiny', 'an adapter names its base');

const asked = { model: 'mine', messages, max_completion_tokens: 9, seed: 3 };
const whole = await client.chat.completions.create({ ...asked, logprobs: true, top_logprobs: 2 });
const usage = whole.usage;
check(
  whole.choices[0].message.role === 'assistant' && usage.completion_tokens <= 9 &&
    usage.total_tokens === usage.prompt_tokens + usage.completion_tokens &&
    usage.prompt_tokens_details.cached_tokens >= 0,
  `a chat is answered: ${JSON.stringify(whole)}`,
);
check(whole.choices[0].logprobs.content[0].top_logprobs.length === 2, 'log-probabilities are told');

let text = '';
let last = null;
const stream = await client.chat.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  last = chunk;
  for (const choice of chunk.choices) text += choice.delta.content ?? '';
}
check(text === whole.choices[0].message.content, `streamed or whole, the same: ${text}`);
check(last.usage.completion_tokens === usage.completion_tokens, 'a stream ends with its usage');

const texts = await client.completions.create({ model: 'tiny', prompt: ['Once', 'Twice'], n: 2, max_tokens: 4, logprobs: 1, top_k: 5 });
check(texts.choices.map((choice) => choice.index).join() === '0,1,2,3', 'two texts, two choices each');

try {
  await client.chat.completions.create({ model: 'nobody', messages });
  check(false, 'an unknown model is refused');
} catch (e) {
  check(e instanceof OpenAI.NotFoundError && e.code === 'model_not_found' && e.param === 'model', `it is refused by name: ${e}`);
}
try {
  await client.completions.create({ model: 'tiny', prompt: 'a', temperature: 7 });
  check(false, 'a wrong value is refused');
} catch (e) {
  check(e instanceof OpenAI.BadRequestError && e.param === 'temperature', `it is refused by name: ${e}`);
}

console.log(`openai: all ${checks} checks hold`);
