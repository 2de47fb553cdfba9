/**
 * Configuration: layers of YAML, {@code --set} and flags become one validated {@link
 * org.equimodal.trainer.config.Settings}.
 *
 * <p>The defaults, and with them the list of settings, are {@code conf/defaults.yaml} and {@code
 * conf/backbones}, nowhere else. Records say types and ranges; their compact constructors throw
 * {@link java.lang.IllegalArgumentException} with a message that begins with the component's name,
 * {@code "tau must be > 0, was -1"}, from which the key's path is made. Every fault a user can
 * cause is an {@link org.equimodal.datasets.InputException} of one line: the key, why, and where it
 * was set.
 */
package org.equimodal.trainer.config;
