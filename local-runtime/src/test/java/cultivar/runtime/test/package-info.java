/** What tests of several modules need from the engine: a checkpoint that is small enough for a test. */
@NullMarked
package cultivar.runtime.test;

import org.jspecify.annotations.NullMarked;
