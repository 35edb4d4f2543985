/** The part of the Jinja template language that chat templates are written in: lexer, parser and interpreter. */
@NullMarked
package cultivar.runtime.text.jinja;

import org.jspecify.annotations.NullMarked;
