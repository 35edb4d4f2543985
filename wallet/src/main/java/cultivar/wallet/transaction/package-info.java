/**
 * The one way in which anything is sent to a chain: an outbox that gives nonces, keeps every signed transaction on disk
 * before it is broadcast, and follows it until it is settled, over crashes, dropped transactions and reorganisations.
 */
@NullMarked
package cultivar.wallet.transaction;

import org.jspecify.annotations.NullMarked;
