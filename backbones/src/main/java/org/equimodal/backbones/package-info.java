/**
 * The recommenders as DJL Blocks. A backbone represents users and items under a {@link
 * org.equimodal.backbones.View}; everything that training, distillation and ranking need is made
 * from those representations.
 */
package org.equimodal.backbones;
