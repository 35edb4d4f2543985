/** Files that are there whole or not at all, whenever the process ends. */
@NullMarked
package cultivar.runtime.files;

import org.jspecify.annotations.NullMarked;
