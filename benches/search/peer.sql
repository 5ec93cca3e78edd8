-- The peer: full-text search as its manual recommends it for texts of several languages, with unaccent, prefixes for
-- the last word, and trigrams for what is misspelt.
CREATE EXTENSION unaccent;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance;
CREATE TABLE things (id int PRIMARY KEY, title text, labels text, body text, latitude float8, longitude float8);
\copy things FROM 'things.tsv'
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$;
CREATE FUNCTION vector(text, "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('simple', plain($1)) || to_tsvector('english', plain($1)) || to_tsvector('spanish', plain($1))
    || to_tsvector('french', plain($1)) || to_tsvector('german', plain($1)), $2) $$;
ALTER TABLE things ADD words tsvector;
UPDATE things SET words = vector(title, 'A') || vector(labels, 'B') || vector(body, 'C');
CREATE INDEX ON things USING gin (words);
CREATE INDEX ON things USING gin (plain(title || ' ' || labels || ' ' || body) gin_trgm_ops);
CREATE INDEX ON things USING gist (ll_to_earth(latitude, longitude));
VACUUM ANALYZE things;
CREATE FUNCTION wish(typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
  SELECT websearch_to_tsquery('english', plain(typed)) || websearch_to_tsquery('spanish', plain(typed))
    || websearch_to_tsquery('french', plain(typed)) || websearch_to_tsquery('german', plain(typed))
    || to_tsquery('simple', regexp_replace(trim(regexp_replace(plain(typed), '[^a-z0-9]+', ' ', 'g')), ' +', ' & ', 'g') || ':*') $$;
CREATE FUNCTION find(typed text, most int) RETURNS SETOF int LANGUAGE plpgsql STABLE AS $$
DECLARE found int;
BEGIN
  RETURN QUERY SELECT id FROM things WHERE words @@ wish(typed) ORDER BY ts_rank(words, wish(typed)) DESC, id LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found < most AND length(typed) > 3 THEN
    RETURN QUERY SELECT id FROM things
      WHERE plain(typed) <% plain(title || ' ' || labels || ' ' || body) AND NOT words @@ wish(typed)
      ORDER BY word_similarity(plain(typed), plain(title || ' ' || labels || ' ' || body)) DESC, id LIMIT most - found;
  END IF;
END $$;
CREATE TABLE typed (n int PRIMARY KEY, words text, latitude float8, longitude float8);
\copy typed FROM 'typed.tsv'
