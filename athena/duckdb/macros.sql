-- Trino's functions where DuckDB has none that means the same. functions.txt and the translation call them;
-- the probes in tests/athena/engines/probes/ guard them. Arguments have Trino's types already.

-- A failure is a cast that can't succeed: unlike error() it may stand inside TRY. `errors.py` reads it.
CREATE MACRO trino_fail(message) AS
    CASE WHEN CAST(concat('athena:', message) AS BOOLEAN) THEN NULL END;
-- Not to be caught by TRY, which DuckDB refuses to put around error(): the answer isn't known.
CREATE MACRO trino_refuse(what) AS
    error(concat('athena:NOT_SUPPORTED: The embedded engine can''t answer ', what, ' as Athena does: use --engine trino'));
CREATE MACRO trino_must(found, value, before, behind) AS
    CASE
        WHEN value IS NULL THEN NULL
        WHEN found IS NULL THEN trino_fail(concat('INVALID_CAST_ARGUMENT: ', before, value, behind))
        ELSE found
    END;

-- Numbers

CREATE MACRO trino_remainder(a, b) AS CASE WHEN a = 0 AND b <> 0 THEN a ELSE a % b END;
CREATE MACRO trino_sign(x) AS CASE WHEN x = 0 OR isnan(x) THEN x ELSE CAST(sign(x) AS DOUBLE) END;
CREATE MACRO trino_to_base(n, base) AS
    concat(CASE WHEN n < 0 THEN '-' ELSE '' END, lower(to_base(abs(n), CAST(base AS INTEGER))));
CREATE MACRO trino_ten(power) AS CAST(concat('1', repeat('0', power)) AS HUGEINT);
CREATE MACRO trino_unscaled(a) AS CAST(replace(CAST(a AS VARCHAR), '.', '') AS HUGEINT);
-- A decimal's text, which the caller casts to the type of the result.
CREATE MACRO trino_scaled(n, scale) AS
    concat(
        CASE WHEN n < 0 THEN '-' ELSE '' END, abs(n) // trino_ten(scale), '.',
        CASE WHEN scale > 0 THEN lpad(CAST(abs(n) % trino_ten(scale) AS VARCHAR), scale, '0') ELSE '' END
    );
CREATE MACRO trino_half_up(n, d) AS
    n // d + CASE WHEN abs(n % d) * 2 >= abs(d) THEN sign(n) * sign(d) ELSE 0 END;
CREATE MACRO trino_ratio(a, b, scale_a, scale_b, scale) AS
    CASE
        WHEN a IS NULL OR b IS NULL THEN NULL
        WHEN b = 0 THEN trino_fail('DIVISION_BY_ZERO: Division by zero')
        ELSE trino_scaled(
            trino_half_up(trino_unscaled(a) * trino_ten(scale - scale_a + scale_b), trino_unscaled(b)), scale
        )
    END;
-- isnan() alone is pushed down to Parquet's statistics, which leave NaN out.
CREATE MACRO trino_isnan(x) AS CASE WHEN isnan(x) THEN true WHEN x IS NOT NULL THEN false END;
CREATE MACRO trino_without_nan(x, what) AS
    CASE WHEN isnan(x) THEN trino_refuse(concat(what, ' of NaN')) ELSE x END;
-- Trino 476 loses values that come after a NULL: https://github.com/trinodb/trino/issues/31193
CREATE MACRO trino_never_null(x, what) AS
    CASE WHEN x IS NULL THEN trino_refuse(concat('several values by ', what, ', one of them NULL,')) ELSE x END;
CREATE MACRO trino_must_be_finite(x) AS
    CASE WHEN isfinite(x) OR x IS NULL THEN x ELSE trino_fail(concat('INVALID_FUNCTION_ARGUMENT: value must be finite; was ', trino_double_text(x))) END;
-- From the top: of an even number of values the upper one, as Trino's sketch gives it for a few.
CREATE MACRO trino_share(p) AS
    CASE WHEN p < 0 OR p > 1 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Percentile must be between 0 and 1') ELSE least(p - 1, -1e-12) END;
CREATE MACRO trino_offset(n) AS
    CAST(
        CASE
            WHEN n IS NULL THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Offset must not be null')
            WHEN n < 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Offset must be at least 0')
            ELSE n
        END AS INTEGER
    );
CREATE MACRO trino_finite(a) AS CASE WHEN isfinite(a) THEN a END;
CREATE MACRO trino_truncate(a, digits, scale) AS
    CASE
        WHEN digits >= scale THEN trino_scaled(trino_unscaled(a), scale)
        ELSE trino_scaled(
            trino_unscaled(a) // trino_ten(scale - digits) * trino_ten(scale - digits), scale
        )
    END;
CREATE MACRO trino_ln(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) ELSE ln(x) END;
CREATE MACRO trino_log10(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) ELSE log10(x) END;
CREATE MACRO trino_sqrt(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) ELSE sqrt(x) END;
CREATE MACRO trino_width_bucket(x, low, high, buckets) AS
    CASE
        WHEN x IS NULL OR low IS NULL OR high IS NULL OR buckets IS NULL THEN NULL
        WHEN buckets <= 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: bucketCount must be greater than 0')
        WHEN isnan(x) THEN trino_fail('INVALID_FUNCTION_ARGUMENT: operand must not be NaN')
        WHEN NOT isfinite(low) OR NOT isfinite(high) THEN trino_fail('INVALID_FUNCTION_ARGUMENT: bounds must be finite')
        WHEN low = high THEN trino_fail('INVALID_FUNCTION_ARGUMENT: bounds cannot equal each other')
        WHEN low < high AND x < low THEN 0
        WHEN low < high AND x >= high THEN buckets + 1
        WHEN low > high AND x > low THEN 0
        WHEN low > high AND x <= high THEN buckets + 1
        ELSE CAST(floor(buckets * (x - low) / (high - low) + 1) AS BIGINT)
    END;
CREATE MACRO trino_bin(x, bins) AS
    CASE
        WHEN len(bins) = 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Bins cannot be an empty array')
        WHEN isnan(x) THEN trino_fail('INVALID_FUNCTION_ARGUMENT: operand cannot be NaN')
        WHEN len(list_filter(bins, lambda b: NOT isfinite(b))) > 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Bin values must be finite')
        WHEN bins <> list_sort(bins) THEN trino_refuse('bins that are not sorted')
        ELSE CAST(len(list_filter(bins, lambda b: b <= x)) AS BIGINT)
    END;

-- Text of numbers: a double is a digit, its other digits and an exponent of ten

CREATE MACRO trino_digits(mantissa) AS rtrim(ltrim(replace(mantissa, '.', ''), '0'), '0');
CREATE MACRO trino_exponent(mantissa, exponent) AS
    exponent + length(split_part(mantissa, '.', 1)) - 1
    - (length(replace(mantissa, '.', '')) - length(ltrim(replace(mantissa, '.', ''), '0')));
CREATE MACRO trino_scientific(sign, mantissa, exponent) AS
    concat(
        sign,
        left(trino_digits(mantissa), 1),
        '.',
        coalesce(nullif(substr(trino_digits(mantissa), 2), ''), '0'),
        'E',
        trino_exponent(mantissa, exponent)
    );
CREATE MACRO trino_sign_text(x) AS CASE WHEN starts_with(CAST(x AS VARCHAR), '-') THEN '-' ELSE '' END;
CREATE MACRO trino_mantissa(x) AS ltrim(split_part(CAST(x AS VARCHAR), 'e', 1), '-');
CREATE MACRO trino_written_exponent(x) AS
    coalesce(TRY_CAST(split_part(CAST(x AS VARCHAR), 'e', 2) AS INTEGER), 0);
CREATE MACRO trino_double_text(x) AS
    CASE
        WHEN x IS NULL THEN NULL
        WHEN isnan(x) THEN 'NaN'
        WHEN isinf(x) THEN concat(trino_sign_text(x), 'Infinity')
        WHEN x = 0 THEN concat(trino_sign_text(x), '0E0')
        ELSE trino_scientific(trino_sign_text(x), trino_mantissa(x), trino_written_exponent(x))
    END;
-- Java's Double.toString, as JSON has it: plain from 0.001 to 10,000,000.
CREATE MACRO trino_json_number(x) AS
    CASE
        WHEN x IS NULL THEN NULL
        WHEN isnan(x) OR isinf(x) THEN concat('"', trino_double_text(x), '"')
        WHEN x <> 0 AND (abs(x) < 0.001 OR abs(x) >= 1e7) THEN trino_double_text(x)
        ELSE CAST(x AS VARCHAR)
    END;
CREATE MACRO trino_grouped(whole) AS format('{:,}', CAST(whole AS BIGINT));
-- `%.2f` and `%,.2f`: half up on the shortest decimal text. `fixed` is the rounded absolute value.
CREATE MACRO trino_fixed(x, fixed, commas) AS
    CASE
        WHEN x IS NULL THEN NULL
        WHEN isnan(x) OR isinf(x) THEN trino_double_text(x)
        WHEN commas THEN concat(
            trino_sign_text(x),
            trino_grouped(split_part(CAST(fixed AS VARCHAR), '.', 1)),
            regexp_extract(CAST(fixed AS VARCHAR), '\..*$')
        )
        ELSE concat(trino_sign_text(x), CAST(fixed AS VARCHAR))
    END;
CREATE MACRO trino_padded(s, width) AS
    CASE WHEN length(s) >= width THEN s ELSE lpad(s, width, ' ') END;
CREATE MACRO trino_padded_with_zeros(s, width) AS
    CASE
        WHEN length(s) >= width THEN s
        WHEN starts_with('null', s) THEN lpad(s, width, ' ')
        WHEN starts_with(s, '-') THEN concat('-', lpad(substr(s, 2), width - 1, '0'))
        ELSE lpad(s, width, '0')
    END;

-- Casts from text

CREATE MACRO trino_blanks() AS
    concat(
        chr(9), chr(10), chr(11), chr(12), chr(13), chr(28), chr(29), chr(30), chr(31), ' ', chr(5760),
        chr(8192), chr(8193), chr(8194), chr(8195), chr(8196), chr(8197), chr(8198), chr(8200), chr(8201),
        chr(8202), chr(8232), chr(8233), chr(8287), chr(12288)
    );
CREATE MACRO trino_number_or_null(s, number) AS
    CASE WHEN regexp_full_match(s, '[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?') THEN number END;
CREATE MACRO trino_whole_or_null(s, number) AS CASE WHEN regexp_full_match(s, '[+-]?\d+') THEN number END;
CREATE MACRO trino_to_bigint(s) AS trino_whole_or_null(trim(s, trino_blanks()), TRY_CAST(s AS BIGINT));
CREATE MACRO trino_to_integer(s) AS trino_whole_or_null(trim(s, trino_blanks()), TRY_CAST(s AS INTEGER));
CREATE MACRO trino_to_smallint(s) AS trino_whole_or_null(trim(s, trino_blanks()), TRY_CAST(s AS SMALLINT));
CREATE MACRO trino_to_tinyint(s) AS trino_whole_or_null(trim(s, trino_blanks()), TRY_CAST(s AS TINYINT));
CREATE MACRO trino_double_literal(s) AS
    CASE
        WHEN regexp_full_match(s, '[+-]?(NaN|Infinity)') OR trino_number_or_null(s, 1) = 1 THEN s
        WHEN regexp_full_match(s, '[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[dDfF]') THEN left(s, -1)
    END;
CREATE MACRO trino_to_double(s) AS TRY_CAST(trino_double_literal(trim(s, trino_blanks())) AS DOUBLE);
CREATE MACRO trino_to_real(s) AS TRY_CAST(trino_double_literal(trim(s, trino_blanks())) AS FLOAT);
CREATE MACRO trino_to_boolean(s) AS
    CASE
        WHEN lower(s) IN ('t', 'true', '1') THEN true
        WHEN lower(s) IN ('f', 'false', '0') THEN false
    END;
CREATE MACRO trino_to_date(s) AS
    CASE WHEN regexp_full_match(trim(s, trino_blanks()), '\d{4}-\d{1,2}-\d{1,2}')
        THEN TRY_CAST(trim(s, trino_blanks()) AS DATE) END;
CREATE MACRO trino_has_zone(s) AS
    regexp_full_match(trim(s, trino_blanks()), '\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?\s*([A-Za-z]|[+-]\d).*');
CREATE MACRO trino_to_timestamp(s) AS
    CASE
        WHEN regexp_full_match(trim(s, trino_blanks()), '\d{4}-\d{1,2}-\d{1,2}( ([01]?\d|2[0-3]):\d{1,2}(:\d{1,2}(\.\d{1,6})?)?)?')
            THEN TRY_CAST(trim(s, trino_blanks()) AS TIMESTAMP)
        WHEN regexp_full_match(s, '.*\.\d{7,}') THEN trino_refuse('a timestamp finer than microseconds')
        WHEN trino_has_zone(s) THEN trino_refuse('a time zone in the text of a timestamp')
    END;
CREATE MACRO trino_to_timestamp_with_time_zone(s) AS
    CASE
        WHEN regexp_full_match(s, '.*(UTC|Z|[+-]00:00)') THEN
            trino_to_timestamp(trim(regexp_replace(s, '(UTC|Z|[+-]00:00)$', '')))
        WHEN trino_has_zone(s) THEN trino_refuse('a time zone other than UTC in a text')
        ELSE trino_to_timestamp(s)
    END;

-- Text

-- By characters, not by what is drawn as one.
CREATE MACRO trino_reverse(s) AS
    CASE
        WHEN strlen(s) = length(s) THEN reverse(s)
        ELSE array_to_string(list_transform(range(length(s), 0, -1), lambda i: substr(s, i, 1)), '')
    END;
-- Java has no capital of ß.
CREATE MACRO trino_upper(s) AS
    CASE
        WHEN contains(s, 'ß') THEN array_to_string(list_transform(string_split(s, 'ß'), lambda p: upper(p)), 'ß')
        ELSE upper(s)
    END;
CREATE MACRO trino_substr(s, start) AS
    CASE
        WHEN start = 0 OR abs(start) > length(s) THEN CASE WHEN s IS NOT NULL THEN '' END
        ELSE substr(s, start)
    END;
CREATE MACRO trino_substr_length(s, start, size) AS
    CASE
        WHEN s IS NULL OR start IS NULL OR size IS NULL THEN NULL
        WHEN size <= 0 THEN ''
        ELSE left(trino_substr(s, start), size)
    END;
CREATE MACRO trino_must_pad(size, padding, padded) AS
    CASE
        WHEN size < 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Target length must be in the range [0..2147483647]')
        WHEN padding = '' THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Padding string must not be empty')
        ELSE padded
    END;
CREATE MACRO trino_from_base64(s) AS from_base64(rpad(s, CAST((length(s) + 3) // 4 * 4 AS INTEGER), '='));
CREATE MACRO trino_from_hex(s) AS
    CASE
        WHEN s IS NULL THEN NULL
        WHEN NOT regexp_full_match(s, '([0-9a-fA-F]{2})*') THEN trino_fail('INVALID_FUNCTION_ARGUMENT: not a hexadecimal number of whole bytes')
        ELSE unhex(s)
    END;
CREATE MACRO trino_codepoint(s) AS
    CASE WHEN length(s) <> 1 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Input string must be a single character string') ELSE ord(s) END;
CREATE MACRO trino_decode(bytes) AS
    CASE WHEN bytes IS NOT NULL THEN coalesce(TRY(decode(bytes)), trino_refuse('bytes that are no UTF-8')) END;
CREATE MACRO trino_split_part(s, delimiter, n) AS
    CASE
        WHEN n <= 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Index must be greater than zero')
        WHEN delimiter = '' THEN CASE WHEN n <= length(s) THEN substr(s, n, 1) END
        WHEN n <= len(string_split(s, delimiter)) THEN split_part(s, delimiter, n)
    END;
CREATE MACRO trino_split(s, delimiter) AS
    CASE
        WHEN delimiter IS NULL THEN NULL
        WHEN delimiter = '' THEN trino_fail('INVALID_FUNCTION_ARGUMENT: The delimiter may not be the empty string')
        ELSE string_split(s, delimiter)
    END;
CREATE MACRO trino_split_limit(s, delimiter, n) AS
    CASE
        WHEN s IS NULL OR delimiter IS NULL THEN NULL
        WHEN n <= 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Limit must be positive')
        WHEN len(trino_split(s, delimiter)) <= n THEN trino_split(s, delimiter)
        ELSE list_append(
            trino_split(s, delimiter)[1 : n - 1],
            array_to_string(trino_split(s, delimiter)[n :], delimiter)
        )
    END;
CREATE MACRO trino_pair(entry, delimiter) AS
    CASE
        WHEN len(string_split(entry, delimiter)) <> 2 THEN trino_fail(
            concat('INVALID_FUNCTION_ARGUMENT: Key-value delimiter must appear exactly once in each entry. Bad input: ''', entry, '''')
        )
        ELSE {'key': split_part(entry, delimiter, 1), 'value': split_part(entry, delimiter, 2)}
    END;
CREATE MACRO trino_pairs(s, entries, delimiter) AS
    list_transform(
        list_filter(string_split(s, entries), lambda e: e <> ''), lambda e: trino_pair(e, delimiter)
    );
CREATE MACRO trino_split_to_map(s, entries, delimiter) AS
    CASE
        WHEN len(list_distinct(list_transform(trino_pairs(s, entries, delimiter), lambda a_pair: a_pair.key)))
            < len(trino_pairs(s, entries, delimiter))
            THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Duplicate keys are not allowed.')
        ELSE map_from_entries(trino_pairs(s, entries, delimiter))
    END;
CREATE MACRO trino_replace(s, search, replacement) AS
    CASE
        WHEN s IS NULL OR search IS NULL OR replacement IS NULL THEN NULL
        WHEN search = '' THEN concat(replacement, regexp_replace(s, '(.)', concat('\1', replace(replacement, '\', '\\')), 'gs'))
        ELSE replace(s, search, replacement)
    END;
CREATE MACRO trino_places(s, part) AS
    list_filter(range(1, length(s) + 2 - length(part)), lambda i: substr(s, i, length(part)) = part);
CREATE MACRO trino_strpos(s, part, n) AS
    CASE
        WHEN n = 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: ''instance'' must be a positive or negative number.')
        WHEN s IS NULL OR part IS NULL OR n IS NULL THEN NULL
        WHEN part = '' THEN 1
        ELSE coalesce(trino_places(s, part)[n], 0)
    END;

-- Dates and intervals (an interval is its milliseconds or its months)

CREATE MACRO trino_whole_days(milliseconds, message) AS
    CASE
        WHEN milliseconds % 86400000 <> 0 THEN trino_fail(concat('INVALID_FUNCTION_ARGUMENT: ', message))
        ELSE to_days(CAST(milliseconds // 86400000 AS INTEGER))
    END;
CREATE MACRO trino_two(n) AS lpad(CAST(n AS VARCHAR), 2, '0');
CREATE MACRO trino_days_text(ms) AS
    CASE WHEN ms IS NOT NULL THEN concat(
        CASE WHEN ms < 0 THEN '-' ELSE '' END, abs(ms) // 86400000, ' ',
        trino_two(abs(ms) // 3600000 % 24), ':', trino_two(abs(ms) // 60000 % 60), ':',
        trino_two(abs(ms) // 1000 % 60), '.', lpad(CAST(abs(ms) % 1000 AS VARCHAR), 3, '0')
    ) END;
CREATE MACRO trino_months_text(months) AS
    CASE WHEN months IS NOT NULL THEN concat(
        CASE WHEN months < 0 THEN '-' ELSE '' END, abs(months) // 12, '-', abs(months) % 12
    ) END;
CREATE MACRO trino_from_iso8601_date(s) AS
    CASE
        WHEN s IS NULL THEN NULL
        WHEN regexp_full_match(s, '\d{4}-\d\d-\d\d') THEN
            coalesce(TRY_CAST(s AS DATE), trino_fail(concat('INVALID_FUNCTION_ARGUMENT: Invalid date: ', s)))
        WHEN regexp_full_match(s, '[\dW+-]+') THEN trino_refuse(concat('the ISO date ', s))
        ELSE trino_fail(concat('INVALID_FUNCTION_ARGUMENT: Invalid format: "', s, '"'))
    END;
CREATE MACRO trino_iso_clock(s) AS
    TRY_CAST(replace(regexp_replace(s, '(Z|[+-]\d\d:?\d\d)$', ''), 'T', ' ') AS TIMESTAMP);
CREATE MACRO trino_iso_offset(s) AS regexp_extract(s, 'T.*([+-]\d\d:?\d\d)$', 1);
CREATE MACRO trino_from_iso8601_timestamp(s) AS
    CASE
        WHEN s IS NULL THEN NULL
        WHEN trino_iso_offset(s) NOT IN ('', '+00:00', '-00:00', '+0000') THEN
            trino_refuse('a time zone other than UTC in a text')
        WHEN regexp_full_match(s, '\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d{1,3})?)?(Z|[+-]00:?00)?)?')
            AND trino_iso_clock(s) IS NOT NULL THEN trino_iso_clock(s)
        WHEN regexp_full_match(s, '[\dTWZ:.,+-]+') THEN trino_refuse(concat('the ISO timestamp ', s))
        ELSE trino_fail(concat('INVALID_FUNCTION_ARGUMENT: Invalid format: "', s, '"'))
    END;
CREATE MACRO trino_step(step) AS
    CASE WHEN step = 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: step must not be zero') ELSE step END;
CREATE MACRO trino_series(a, b, step) AS
    CASE
        WHEN (b - a) * sign(trino_step(step)) < 0 THEN trino_fail(
            'INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start'
        )
        WHEN abs(CAST(b AS HUGEINT) - a) // abs(step) >= 10000 THEN trino_fail(
            'INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries'
        )
        ELSE generate_series(a, b, step)
    END;
CREATE MACRO trino_sequence(a, b) AS trino_series(a, b, CASE WHEN a <= b THEN 1 ELSE -1 END);
CREATE MACRO trino_times(a, b, milliseconds) AS
    list_transform(
        trino_series(epoch_us(CAST(a AS TIMESTAMP)), epoch_us(CAST(b AS TIMESTAMP)), milliseconds * 1000),
        lambda i: make_timestamp(i)
    );
CREATE MACRO trino_day_steps(a, b, milliseconds) AS
    CASE
        WHEN milliseconds % 86400000 <> 0 THEN trino_fail(
            'INVALID_FUNCTION_ARGUMENT: sequence step must be a day interval if start and end values are dates'
        )
        ELSE CAST(trino_times(a, b, milliseconds) AS DATE[])
    END;
CREATE MACRO trino_days(a, b, days) AS
    trino_day_steps(a, b, CASE WHEN a <= b THEN days ELSE -days END * CAST(86400000 AS BIGINT));
-- Each from the start: a month after January 31 and another one is March 31.
CREATE MACRO trino_months(a, b, months) AS
    list_filter(
        list_transform(
            trino_series(
                CASE
                    WHEN epoch_us(CAST(a AS TIMESTAMP)) * sign(months) > epoch_us(CAST(b AS TIMESTAMP)) * sign(months)
                        THEN trino_fail('INVALID_FUNCTION_ARGUMENT: sequence step leads away from its end')
                    ELSE 0
                END,
                date_diff('month', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP)) // months * sign(months),
                sign(months)
            ),
            lambda i: CAST(a AS TIMESTAMP) + to_months(CAST(abs(i) * months AS INTEGER))
        ),
        lambda t: CASE WHEN months > 0 THEN t <= CAST(b AS TIMESTAMP) ELSE t >= CAST(b AS TIMESTAMP) END
    );

CREATE MACRO trino_nth(n) AS
    CASE WHEN n < 1 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: Offset must be at least 1') ELSE n END;

-- Arrays

CREATE MACRO trino_repeat(x, times) AS
    CASE
        WHEN times < 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: count argument of repeat function must be greater than or equal to 0')
        WHEN times > 10000 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: count argument of repeat function must be less than or equal to 10000')
        ELSE list_transform(range(times), lambda i: x)
    END;
CREATE MACRO trino_has_null(items) AS len(list_filter(items, lambda i: i IS NULL)) > 0;
CREATE MACRO trino_any(items) AS
    CASE
        WHEN items IS NULL THEN NULL
        WHEN list_contains(items, true) THEN true
        WHEN trino_has_null(items) THEN NULL
        ELSE false
    END;
CREATE MACRO trino_contains(items, x) AS
    CASE
        WHEN items IS NULL OR x IS NULL THEN NULL
        WHEN list_contains(items, x) THEN true
        WHEN trino_has_null(items) THEN NULL
        ELSE false
    END;
CREATE MACRO trino_position(items, x) AS
    CASE
        WHEN items IS NULL OR x IS NULL THEN NULL
        ELSE CAST(coalesce(list_position(items, x), 0) AS BIGINT)
    END;
CREATE MACRO trino_holds(items, x) AS list_position(items, x) IS NOT NULL;
CREATE MACRO trino_distinct(items) AS list_filter(items, lambda x, i: list_position(items, x) = i);
CREATE MACRO trino_except(a, b) AS
    CASE WHEN b IS NOT NULL THEN list_filter(trino_distinct(a), lambda x: NOT trino_holds(b, x)) END;
-- In the order of the longer array.
CREATE MACRO trino_intersect(a, b) AS
    CASE
        WHEN len(a) < len(b) THEN list_filter(trino_distinct(b), lambda x: trino_holds(a, x))
        WHEN b IS NOT NULL THEN list_filter(trino_distinct(a), lambda x: trino_holds(b, x))
    END;
CREATE MACRO trino_union(a, b) AS
    CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN trino_distinct(list_concat(a, b)) END;
CREATE MACRO trino_overlap(a, b) AS
    CASE
        WHEN a IS NULL OR b IS NULL THEN NULL
        WHEN len(a) = 0 OR len(b) = 0 THEN false
        WHEN list_has_any(list_filter(a, lambda x: x IS NOT NULL), b) THEN true
        WHEN trino_has_null(a) OR trino_has_null(b) THEN NULL
        ELSE false
    END;
CREATE MACRO trino_remove(items, x) AS
    CASE WHEN x IS NOT NULL THEN list_filter(items, lambda i: i IS DISTINCT FROM x) END;
CREATE MACRO trino_without_null(items, found) AS CASE WHEN trino_has_null(items) THEN NULL ELSE found END;
CREATE MACRO trino_unless_null_inside(nulls, found) AS
    CASE
        WHEN nulls THEN trino_refuse('a comparison of containers that hold NULL')
        ELSE found
    END;
CREATE MACRO trino_subscript(items, place) AS
    CASE
        WHEN place = 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')
        WHEN place < 0 THEN trino_fail(concat('INVALID_FUNCTION_ARGUMENT: Array subscript is negative: ', place))
        WHEN place > len(items) THEN trino_fail(concat(
            'INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ', place, ' > ', len(items)
        ))
        ELSE items[place]
    END;
CREATE MACRO trino_element_at(items, place) AS
    CASE
        WHEN place = 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')
        ELSE items[place]
    END;
CREATE MACRO trino_slice(items, start, size) AS
    CASE
        WHEN items IS NULL OR start IS NULL OR size IS NULL THEN NULL
        WHEN start = 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')
        WHEN size < 0 THEN trino_fail('INVALID_FUNCTION_ARGUMENT: length must be greater than or equal to 0')
        WHEN size = 0 OR abs(start) > len(items) THEN items[1 : 0]
        WHEN start > 0 THEN items[start : start + size - 1]
        ELSE items[len(items) + start + 1 : len(items) + start + size]
    END;

-- Maps. Their entries keep the order they came in, and a key its first value

CREATE MACRO trino_first_entries(entries) AS
    map_from_entries(
        list_filter(
            list_filter(entries, lambda an_entry: an_entry.key IS NOT NULL),
            lambda an_entry, i: list_position(
                list_transform(list_filter(entries, lambda an_other: an_other.key IS NOT NULL), lambda an_other: an_other.key), an_entry.key
            ) = i
        )
    );
CREATE MACRO trino_has_keys(entries) AS len(list_filter(entries, lambda an_entry: an_entry.key IS NOT NULL)) > 0;
CREATE MACRO trino_map_agg(entries) AS
    CASE WHEN trino_has_keys(entries) THEN trino_first_entries(entries) END;
CREATE MACRO trino_multimap(entries) AS
    CASE WHEN trino_has_keys(entries) THEN map_from_entries(
        list_transform(
            trino_distinct(list_transform(list_filter(entries, lambda an_entry: an_entry.key IS NOT NULL), lambda an_entry: an_entry.key)),
            lambda k: {
                'key': k,
                'value': list_transform(list_filter(entries, lambda an_entry: an_entry.key = k), lambda an_entry: an_entry.value)
            }
        )
    ) END;
CREATE MACRO trino_sorted_map(m) AS map_from_entries(list_sort(map_entries(m)));

-- JSON, as text without blanks

-- DuckDB takes NaN and Infinity for JSON.
CREATE MACRO trino_is_json(j) AS
    json_valid(j) AND NOT regexp_matches(regexp_replace(j, '"(?:[^"\\]|\\.)*"', '', 'g'), '(?i)nan|inf');
CREATE MACRO trino_valid_json(j) AS CASE WHEN trino_is_json(j) THEN j END;
CREATE MACRO trino_json_parse(s) AS
    CASE
        WHEN s IS NULL THEN NULL
        WHEN NOT trino_is_json(s) THEN trino_fail(concat('INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON: ''', s, ''''))
        ELSE trino_json_sorted(s)
    END;
CREATE MACRO trino_json_extract(j, path) AS
    CASE WHEN json_exists(trino_valid_json(j), path) THEN trino_json_sorted(CAST(json_extract(trino_valid_json(j), path) AS VARCHAR)) END;
CREATE MACRO trino_json_extract_text(j, path) AS
    CASE WHEN json_exists(trino_valid_json(j), path) THEN trino_json_compact(CAST(json_extract(trino_valid_json(j), path) AS VARCHAR)) END;
CREATE MACRO trino_json_extract_scalar(j, path) AS
    CASE
        WHEN json_type(trino_valid_json(j), path) NOT IN ('OBJECT', 'ARRAY', 'NULL')
            THEN CASE
                WHEN json_type(trino_valid_json(j), path) = 'DOUBLE' THEN trino_json_digits(j, path)
                ELSE json_extract_string(trino_valid_json(j), path)
            END
    END;
CREATE MACRO trino_json_size(j, path) AS
    CASE json_type(trino_valid_json(j), path)
        WHEN 'OBJECT' THEN len(json_keys(trino_valid_json(j), path))
        WHEN 'ARRAY' THEN json_array_length(trino_valid_json(j), path)
        WHEN json_type(trino_valid_json(j), path) THEN 0
    END;
CREATE MACRO trino_json_array_length(j) AS
    CASE WHEN json_type(trino_valid_json(j)) = 'ARRAY' THEN CAST(json_array_length(j) AS BIGINT) END;
CREATE MACRO trino_json_array_get(j, place) AS
    CASE WHEN place IS NOT NULL AND json_type(trino_valid_json(j)) = 'ARRAY'
        THEN json_extract_string(j, concat('$[', CASE WHEN place < 0 THEN '#' ELSE '' END, place, ']')) END;
CREATE MACRO trino_is_json_scalar(j) AS
    CASE
        WHEN j IS NULL THEN NULL
        WHEN NOT trino_is_json(j) THEN trino_fail(concat('INVALID_FUNCTION_ARGUMENT: Invalid JSON value: ', j))
        ELSE json_type(j) NOT IN ('OBJECT', 'ARRAY')
    END;
CREATE MACRO trino_json_key(name) AS concat('$."', replace(name, '"', '\"'), '"');
-- What lies beyond the Basic Multilingual Plane is escaped.
CREATE MACRO trino_json_text(s) AS
    CASE WHEN strlen(s) > length(s) AND regexp_matches(s, '[\x{10000}-\x{10FFFF}]') THEN trino_json_compact(CAST(to_json(s) AS VARCHAR)) ELSE CAST(to_json(s) AS VARCHAR) END;
-- A text that sorts as Java sorts this one, by UTF-16: what lies beyond 16 bits comes before U+E000.
CREATE MACRO trino_in_java(s) AS
    CASE WHEN strlen(s) > length(s) THEN regexp_replace(s, '([\x{E000}-\x{FFFF}])', concat(chr(1114111), '\1'), 'g') ELSE s END;
CREATE MACRO trino_json_field(j, name) AS
    CAST(json_extract(j, trino_json_key(coalesce(list_filter(json_keys(j), lambda k: lower(k) = name)[1], name))) AS VARCHAR);
CREATE MACRO trino_json_only(j, type, found) AS
    CASE
        WHEN j IS NULL OR json_type(j) = 'NULL' THEN NULL
        WHEN json_type(j) = type THEN found
        ELSE trino_fail(concat('INVALID_CAST_ARGUMENT: Cannot cast ', j, ' to ', lower(type)))
    END;
CREATE MACRO trino_json_scalar(j) AS
    CASE
        WHEN j IS NULL OR json_type(j) = 'NULL' THEN NULL
        WHEN json_type(j) IN ('OBJECT', 'ARRAY') THEN trino_fail(concat('INVALID_CAST_ARGUMENT: Cannot cast to varchar. Unexpected token when cast to varchar: ', j))
        ELSE json_extract_string(j, '$')
    END;
CREATE MACRO trino_json_numeral(j) AS
    CASE WHEN json_type(j) = 'BOOLEAN' THEN CASE j WHEN 'true' THEN '1' ELSE '0' END ELSE trino_json_scalar(j) END;
CREATE MACRO trino_json_whole(j) AS
    CASE
        WHEN json_type(j) = 'DOUBLE' THEN CAST(CAST(round(CAST(trino_json_scalar(j) AS DOUBLE)) AS HUGEINT) AS VARCHAR)
        ELSE trino_json_numeral(j)
    END;
CREATE MACRO trino_json_boolean(j) AS
    CASE
        WHEN json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(json_extract_string(j, '$') AS DOUBLE) <> 0
        ELSE trino_must(trino_to_boolean(trino_json_scalar(j)), trino_json_scalar(j), 'Cannot cast ''', ''' to BOOLEAN')
    END;
