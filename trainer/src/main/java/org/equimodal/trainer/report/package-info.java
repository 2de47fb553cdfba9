/** What people read: tables and charts, and the forms they are written in. */
package org.equimodal.trainer.report;
