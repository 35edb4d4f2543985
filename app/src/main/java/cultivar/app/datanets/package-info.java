/** Opening the studio's datanets. */
@NullMarked
package cultivar.app.datanets;

import org.jspecify.annotations.NullMarked;
