-- What SQL has to be told; :'module' is the path of the library.
create function ms_dropped() returns bigint as :'module' language c;
create function ms_add(bigint, bigint) returns bigint as :'module' language c strict immutable;
create function ms_word(text, bigint) returns text as :'module' language c immutable;
create function ms_repeat(text, bigint) returns text as :'module' language c strict immutable;
create function ms_reverse_objects(text) returns text as :'module' language c strict immutable;
create function ms_reverse_chunks(text) returns text as :'module' language c strict immutable;
create function ms_reverse_scratch(text) returns text as :'module' language c strict immutable;
create function ms_reverse_palloc(text) returns text as :'module' language c strict immutable;
create function ms_misuse(text) returns text as :'module' language c strict;
create function ms_split(text, text) returns setof text as :'module' language c strict;
create function ms_longest_step(internal, text) returns internal as :'module' language c;
create function ms_longest_final(internal) returns text as :'module' language c;
create aggregate ms_longest(text) (sfunc = ms_longest_step, stype = internal, finalfunc = ms_longest_final);
create function ms_remember(text) returns bigint as :'module' language c strict;
create function ms_recall(bigint) returns text as :'module' language c strict;
create function ms_forget() returns bool as :'module' language c;
create function ms_hand_over() returns bool as :'module' language c;
create function ms_note(text) returns bigint as :'module' language c strict;

-- The function of `words.rs` without the module.
create function ms_reverse_sql(text) returns text language sql immutable strict as
$$ select string_agg(upper(word), ' ' order by n desc) from unnest(string_to_array($1, ' ')) with ordinality as list(word, n) $$;
create function ms_reverse_plpgsql(line text) returns text language plpgsql immutable strict as
$$
declare
  word text;
  reversed text;
begin
  foreach word in array string_to_array(line, ' ') loop
    reversed := upper(word) || coalesce(' ' || reversed, '');
  end loop;
  return reversed;
end
$$;

-- What the server sees of a session while it runs a query.
create function ms_test_contexts(pattern text) returns bigint language plpgsql as
$$ begin return (select count(*) from pg_backend_memory_contexts where name like pattern); end $$;
create function ms_test_bytes(pattern text) returns bigint language plpgsql as
$$ begin return (select coalesce(sum(total_bytes), 0) from pg_backend_memory_contexts where name like pattern); end $$;
