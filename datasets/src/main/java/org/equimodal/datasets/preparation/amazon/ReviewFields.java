package org.equimodal.datasets.preparation.amazon;

/**
 * What an edition calls the fields of a review.
 *
 * @param user who reviewed
 * @param item what was reviewed
 * @param rating with how many stars
 * @param time when, since 1970
 */
record ReviewFields(String user, String item, String rating, String time) {}
