/** LoRA adapters and the PEFT folders that hold them. */
@NullMarked
package cultivar.runtime.lora;

import org.jspecify.annotations.NullMarked;
