/** Training jobs: what is to be done and where it stands, in a folder each; their queue; and the work itself. */
@NullMarked
package cultivar.runtime.job;

import org.jspecify.annotations.NullMarked;
