//! Named values.

shows! {

an_unknown_attribute_names_the_near_one_and_is_shown_once: "ATTRIBUTE Service-Type 6 integer\nVALUE Servce-Type Login 1\nVALUE Servce-Type Framed 2\n" => r"
error[D0501]: unknown attribute `Servce-Type`
 --> dictionary:2:7
  |
2 | VALUE Servce-Type Login 1
  |       ^^^^^^^^^^^ no `ATTRIBUTE` line defines it; 1 more `VALUE` line names it
  |
  = help: did you mean `Service-Type`?
"

an_attribute_of_two_vendors_shows_both: "VENDOR A 1\nVENDOR B 2\nBEGIN-VENDOR A\nATTRIBUTE Foo 1 byte\nEND-VENDOR A\nBEGIN-VENDOR B\nATTRIBUTE Foo 1 byte\nEND-VENDOR B\nVALUE Foo x 1\n" => r"
error[D0502]: several vendors have an attribute `Foo`
 --> dictionary:9:7
  |
4 | ATTRIBUTE Foo 1 byte
  |           --- one is here
...
7 | ATTRIBUTE Foo 1 byte
  |           --- one is here
8 | END-VENDOR B
9 | VALUE Foo x 1
  |       ^^^ which one is meant?
  |
  = help: put this line inside the `BEGIN-VENDOR` block of its vendor
"

a_type_without_values_shows_the_attribute: "ATTRIBUTE Foo 1 string\nVALUE Foo x 1\nVALUE Foo y 2\n" => r"
error[D0503]: the attribute `Foo` cannot have named values, because it is no integer
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 1 string
  |           --- defined here
2 | VALUE Foo x 1
  |           ^ a value for it
"

a_value_out_of_range_shows_the_attribute: "ATTRIBUTE Foo 1 byte\nVALUE Foo x 256\n" => r"
error[D0105]: `256` is no value that `Foo` can have
 --> dictionary:2:13
  |
1 | ATTRIBUTE Foo 1 byte
  |           --- because of its type
2 | VALUE Foo x 256
  |             ^^^ expected 0 to 255
"

a_value_with_two_numbers_shows_both: "ATTRIBUTE Foo 1 byte\nVALUE Foo x 1\nVALUE Foo X 2\n" => r"
error[D0504]: the value `X` of `Foo` is defined twice with different numbers
 --> dictionary:3:13
  |
2 | VALUE Foo x 1
  |           - defined here first
3 | VALUE Foo X 2
  |             ^ defined again here
"

values_of_two_sources_show_both: "ATTRIBUTE Foo 1 byte\nATTRIBUTE Bar 2 byte\nVALUE Foo x 1\nVALUE Bar y 1\nVALUE-ALIAS Bar Foo\n" => r"
error[D0505]: `Bar` has values of its own
 --> dictionary:5:13
  |
4 | VALUE Bar y 1
  |           - this is one
5 | VALUE-ALIAS Bar Foo
  |             ^^^ expected an attribute without values
"

values_of_another_type_show_both: "ATTRIBUTE Foo 1 byte\nATTRIBUTE Bar 2 integer\nVALUE Foo x 1\nVALUE-ALIAS Bar Foo\n" => r"
error[D0505]: `Bar` and `Foo` have different types
 --> dictionary:4:13
  |
1 | ATTRIBUTE Foo 1 byte
  |           --- the other
2 | ATTRIBUTE Bar 2 integer
  |           --- the one
3 | VALUE Foo x 1
4 | VALUE-ALIAS Bar Foo
  |             ^^^ cannot have the values of an attribute of another type
"

a_value_that_is_none_of_the_type_says_what_is_one: "FLAGS !internal\nATTRIBUTE Foo 1 ipv4prefix\nVALUE Foo x 192.0.2.0/33\nVALUE Foo y 192.0.2.0/24\n" => r"
error[D0511]: `192.0.2.0/33` is no value that `Foo` can have
 --> dictionary:3:13
  |
2 | ATTRIBUTE Foo 1 ipv4prefix
  |           --- because of its type
3 | VALUE Foo x 192.0.2.0/33
  |             ^^^^^^^^^^^^ expected an IPv4 prefix, such as 192.0.2.0/24
"

a_type_without_values_in_freeradius_4_shows_the_attribute: "FLAGS !internal\nATTRIBUTE Foo 1 string\nVALUE Foo x 1\n" => r"
error[D0503]: the attribute `Foo` cannot have named values, because of its type
 --> dictionary:3:11
  |
2 | ATTRIBUTE Foo 1 string
  |           --- defined here
3 | VALUE Foo x 1
  |           ^ a value for it
"
}
