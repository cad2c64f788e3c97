-- Changes of the restricted list: drafted and tried by information services, signed by privacy (III.I.2, III.I.3).
ALTER TABLE restricted_list ADD COLUMN drafted_by INTEGER REFERENCES account (id);
ALTER TABLE restricted_list ADD COLUMN signed_by INTEGER REFERENCES account (id);
ALTER TABLE restricted_list ADD COLUMN rows_ended INTEGER NOT NULL DEFAULT 0;
-- JSON: categories beyond the policy's that are judged too (California Civil Code 56.101).
ALTER TABLE restricted_list ADD COLUMN more_categories TEXT NOT NULL DEFAULT '[]';
-- JSON: the outcome of the dry run that was signed: records newly hidden and shown, by type and office.
ALTER TABLE restricted_list ADD COLUMN consequences TEXT;
