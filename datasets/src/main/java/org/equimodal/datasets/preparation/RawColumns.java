package org.equimodal.datasets.preparation;

import java.util.Optional;

/**
 * Where in a line the parts of an interaction stand: names of columns, or of keys of JSON objects;
 * numbers of columns, from 1, where a file has no header.
 *
 * @param user of the user's raw id
 * @param item of the item's raw id
 * @param rating of the rating, a number
 * @param timestamp of the time, a number; what unit it has does not matter
 */
public record RawColumns(
    String user, String item, Optional<String> rating, Optional<String> timestamp) {}
