/**
 * What backbones know of structure: who interacted with what, which items are alike, and how
 * messages travel there.
 */
package org.equimodal.backbones.graph;
