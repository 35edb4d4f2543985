/** The native engine behind DJL: starting it, programs in TorchScript, and tensors with an owner. */
@NullMarked
package cultivar.runtime.torch;

import org.jspecify.annotations.NullMarked;
