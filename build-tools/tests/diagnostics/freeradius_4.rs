//! What FreeRADIUS 4 adds to the language.

shows! {

a_number_with_a_dot_needs_a_tlv_in_front: "ATTRIBUTE Foo 1 tlv\nVENDOR Acme 32473\nATTRIBUTE Bar .1 string\n" => r"
error[D0109]: no TLV stands before this number that begins with a dot
 --> dictionary:3:15
  |
3 | ATTRIBUTE Bar .1 string
  |               ^^ leads from the TLV that was defined last
  |
  = help: blocks and vendors in between end it; write all numbers out, or put the line behind the TLV
"

a_name_of_freeradius_4_has_no_dots: "ATTRIBUTE Foo.Bar 1 string\nALIAS Baz Foo\n" => r"
error[D0201]: `.` cannot stand in the attribute name `Foo.Bar`
 --> dictionary:1:14
  |
1 | ATTRIBUTE Foo.Bar 1 string
  |              ^ not allowed here
  |
  = help: attribute names of FreeRADIUS 4 have letters, digits, `-`, `_` and `/` of ASCII

error[D0501]: unknown attribute `Foo`
 --> dictionary:2:11
  |
2 | ALIAS Baz Foo
  |           ^^^ no line defines it
"

a_name_of_freeradius_4_has_a_letter: "ALIAS 802-1 User-Name\n" => r"
error[D0201]: the attribute name `802-1` has no letter
 --> dictionary:1:7
  |
1 | ALIAS 802-1 User-Name
  |       ^^^^^ expected a letter in it
  |
  = help: FreeRADIUS 4 takes it for a number
"

a_block_of_freeradius_4_ends_in_its_file: "ATTRIBUTE Foo 1 tlv\nBEGIN Foo\nATTRIBUTE Bar 1 string\n" => r"
error[D0307]: `BEGIN` has no `END` in its file
 --> dictionary:2:7
  |
2 | BEGIN Foo
  | ----- ^^^ this block is not closed
  | |
  | the dictionary is one of FreeRADIUS 4, as this shows
"

a_block_that_is_not_open_cannot_end: "END Foo\n" => r"
error[D0304]: `END` of `Foo` without `BEGIN`
 --> dictionary:1:5
  |
1 | END Foo
  |     ^^^ no attribute is open here
"

a_block_of_another_attribute_does_not_end: "ATTRIBUTE Foo 1 tlv\nATTRIBUTE Bar 2 tlv\nBEGIN Foo\nEND Bar\n" => r"
error[D0305]: `END` names `Bar`, which is not the innermost attribute that is open
 --> dictionary:4:5
  |
3 | BEGIN Foo
  |       --- this attribute is open
4 | END Bar
  |     ^^^ another attribute
"

a_vendor_inside_another_one_shows_both: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nALIAS Foo .Bar\nATTRIBUTE Bar 1 string\nBEGIN-VENDOR Acme\nEND-VENDOR Acme\n" => r"
error[D0308]: `BEGIN-VENDOR` inside another one
 --> dictionary:5:14
  |
2 | BEGIN-VENDOR Acme
  |              ---- this vendor is open
3 | ALIAS Foo .Bar
  | ----- the dictionary is one of FreeRADIUS 4, as this shows
4 | ATTRIBUTE Bar 1 string
5 | BEGIN-VENDOR Acme
  |              ^^^^ expected `END-VENDOR` first
"

the_format_of_a_vendor_does_not_change_after_its_attributes: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nEND-VENDOR Acme\nVENDOR Acme 32473 format=2,1\nFLAGS internal\n" => r"
error[D0309]: the vendor `Acme` gets another format after its attributes
 --> dictionary:4:8
  |
1 | VENDOR Acme 32473
  |        ---- its format so far
2 | BEGIN-VENDOR Acme
  |              ---- its attributes begin here
3 | END-VENDOR Acme
4 | VENDOR Acme 32473 format=2,1
  |        ^^^^ another format here
"

another_protocol_is_not_read: "BEGIN PROTOCOL DHCPv4 2\nATTRIBUTE Foo 1 string\nEND PROTOCOL DHCPv4\nPROTOCOL RADIUS 2\n" => r"
error[D0310]: unknown protocol `DHCPv4`
 --> dictionary:1:16
  |
1 | BEGIN PROTOCOL DHCPv4 2
  |                ^^^^^^ only dictionaries of `RADIUS` are read

error[D0310]: RADIUS does not have the number 2
 --> dictionary:4:17
  |
4 | PROTOCOL RADIUS 2
  |                 ^ expected 1
"

the_path_of_a_block_leads_from_the_packet: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 tlv\nBEGIN Foo\nEND Foo\nEND-VENDOR Acme\n" => r"
error[D0501]: unknown attribute `Foo`
 --> dictionary:4:7
  |
3 | ATTRIBUTE Foo 1 tlv
  |           --- one of this name stands here
4 | BEGIN Foo
  |       ^^^ no `ATTRIBUTE` line before this one defines it
  |
  = help: inside `BEGIN-VENDOR` the path leads from the packet: `Vendor-Specific.Acme.Foo`
"

an_attribute_of_freeradius_4_is_not_defined_again: "ATTRIBUTE Foo 1 string\nATTRIBUTE Foo 1 octets\nALIAS Bar Foo\n" => r"
error[D0407]: the attribute `Foo` is defined twice in different ways
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 1 string
  |           --- the first one
2 | ATTRIBUTE Foo 1 octets
  |           ^^^ differs from the first in its type or its flags
3 | ALIAS Bar Foo
  | ----- the dictionary is one of FreeRADIUS 4, as this shows
"

two_attributes_that_differ_have_two_numbers: "ATTRIBUTE Foo 1 string\nATTRIBUTE Bar 1 octets\nALIAS Baz Foo\n" => r"
error[D0412]: the attributes `Foo` and `Bar` have one number
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 1 string
  |           --- the first one
2 | ATTRIBUTE Bar 1 octets
  |           ^^^ differs from the first in its type or its flags
3 | ALIAS Baz Foo
  | ----- the dictionary is one of FreeRADIUS 4, as this shows
"

a_second_name_is_a_warning: "ATTRIBUTE Foo 1 string\nATTRIBUTE Bar 1 string\nALIAS Baz Bar\n" => r"
warning[D0413]: `Bar` has the number of `Foo`
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 1 string
  |           --- this one is printed
2 | ATTRIBUTE Bar 1 string
  |           ^^^ read as another name of the same attribute
  |
  = help: FreeRADIUS leaves it out; write it as `ALIAS`
"

a_reference_has_a_dot_or_an_at_sign_in_front: "ATTRIBUTE Foo 1 tlv clone=Bar\n" => r"
error[D0506]: `Bar` is no reference
 --> dictionary:1:27
  |
1 | ATTRIBUTE Foo 1 tlv clone=Bar
  |                           ^^^ expected a dot or `@` in front of the name
  |
  = help: write `.Name` for an attribute beside this one, `@.Name` for one of the packet
"

an_alias_leads_from_its_block: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 string\nALIAS Bar Foo\nALIAS Baz .Foo.\nEND-VENDOR Acme\n" => r"
error[D0506]: `Foo` is no path to an attribute
 --> dictionary:4:11
  |
4 | ALIAS Bar Foo
  |           ^^^ expected a dot in front
  |
  = help: the path leads from the open block, which the dot says

error[D0506]: `.Foo.` is no path to an attribute
 --> dictionary:5:11
  |
5 | ALIAS Baz .Foo.
  |           ^^^^^ a name is missing between or behind dots
  |
  = help: write names or numbers with one dot between them
"

an_alias_of_nothing_names_the_near_one: "ATTRIBUTE User-Name 1 string\nALIAS Login User-Nmae\nVENDOR Acme 32473\nALIAS Foo Vendor-Specific.Amce.Bar\n" => r"
error[D0501]: unknown attribute `User-Nmae`
 --> dictionary:2:13
  |
2 | ALIAS Login User-Nmae
  |             ^^^^^^^^^ no line defines it
  |
  = help: did you mean `User-Name`?

error[D0501]: unknown attribute `Vendor-Specific.Amce.Bar`
 --> dictionary:4:27
  |
4 | ALIAS Foo Vendor-Specific.Amce.Bar
  |                           ^^^^ no vendor has this name
  |
  = help: did you mean `Acme`?
"

what_has_another_type_is_not_copied: "ATTRIBUTE Foo 1 struct\nMEMBER Bar byte\nATTRIBUTE Baz 2 tlv clone=.Foo\n" => r"
error[D0507]: `Foo` is of type `struct`, not `tlv`
 --> dictionary:3:28
  |
1 | ATTRIBUTE Foo 1 struct
  |           --- what is to be copied
2 | MEMBER Bar byte
3 | ATTRIBUTE Baz 2 tlv clone=.Foo
  |                            ^^^ cannot be copied into another type
"

what_is_empty_is_not_copied: "ATTRIBUTE Foo 1 tlv\nATTRIBUTE Bar 2 tlv clone=.Foo\n" => r"
error[D0507]: `Foo` holds nothing
 --> dictionary:2:28
  |
1 | ATTRIBUTE Foo 1 tlv
  |           --- nothing stands inside this one
2 | ATTRIBUTE Bar 2 tlv clone=.Foo
  |                            ^^^ there is nothing to copy
"

what_leads_to_itself_is_shown: "ATTRIBUTE Foo 1 tlv clone=.Bar\nATTRIBUTE Bar 2 tlv clone=.Foo\nALIAS Baz Qux\nALIAS Qux Baz\n" => r"
error[D0508]: `Foo` leads to itself
 --> dictionary:2:28
  |
2 | ATTRIBUTE Bar 2 tlv clone=.Foo
  |                            ^^^ it never comes to an end

error[D0508]: `Qux` leads to itself
 --> dictionary:3:11
  |
3 | ALIAS Baz Qux
  |           ^^^ it never comes to an end

error[D0508]: `Baz` leads to itself
 --> dictionary:4:11
  |
4 | ALIAS Qux Baz
  |           ^^^ it never comes to an end
"

an_alias_has_a_name_of_its_own: "ATTRIBUTE Foo 1 string\nATTRIBUTE Bar 2 string\nALIAS Foo Bar\n" => r"
error[D0510]: `Foo` is the name of an attribute already
 --> dictionary:3:7
  |
1 | ATTRIBUTE Foo 1 string
  |           --- an attribute of this name
2 | ATTRIBUTE Bar 2 string
3 | ALIAS Foo Bar
  |       ^^^ cannot have this name here
"

a_member_needs_a_struct: "ATTRIBUTE Foo 1 struct\nMEMBER Bar byte\nATTRIBUTE Baz 2 string\nMEMBER Qux byte\n" => r"
error[D0601]: `MEMBER` outside of a struct
 --> dictionary:4:8
  |
4 | MEMBER Qux byte
  |        ^^^ no `struct` is defined directly before it
  |
  = help: the next attribute, block or end of a block ends a struct
"

a_bit_field_needs_a_struct: "ATTRIBUTE Foo 1 bit[8]\n" => r"
error[D0601]: the data types `bit` and `union` are for members of a struct only
 --> dictionary:1:17
  |
1 | ATTRIBUTE Foo 1 bit[8]
  |                 ^^^^^^ expected a member of a struct
"

nothing_stands_behind_a_member_of_any_size: "ATTRIBUTE Foo 1 struct\nMEMBER Bar string\nMEMBER Baz byte\n" => r"
error[D0602]: nothing can stand behind a member whose size is not fixed
 --> dictionary:3:8
  |
2 | MEMBER Bar string
  |        --- may have any size
3 | MEMBER Baz byte
  |        ^^^ stands behind it
"

bit_fields_fill_whole_octets: "ATTRIBUTE Foo 1 struct\nMEMBER Bar bit[3]\nMEMBER Baz byte\nATTRIBUTE Qux 2 struct\nMEMBER Quux bit[7]\n" => r"
error[D0603]: the bit fields leave 5 bits of an octet over
 --> dictionary:3:8
  |
3 | MEMBER Baz byte
  |        ^^^ begins inside an octet
  |
  = help: bit fields fill whole octets together; name the rest, too, for example `Reserved`

error[D0603]: the bit fields leave one bit of an octet over
 --> dictionary:5:8
  |
5 | MEMBER Quux bit[7]
  |        ^^^^ ends inside an octet
  |
  = help: bit fields fill whole octets together; name the rest, too, for example `Reserved`
"

the_members_of_a_struct_have_its_length: "ATTRIBUTE Foo 1 struct[4]\nMEMBER Bar byte\nMEMBER Baz short\nATTRIBUTE Qux 2 struct[4]\nMEMBER Quux octets\n" => r"
error[D0604]: the members of the struct `Foo` do not have its length
 --> dictionary:1:11
  |
1 | ATTRIBUTE Foo 1 struct[4]
  |           ^^^ 4 octets, but its members have 3

error[D0604]: the struct `Qux` has a length, but a member has none
 --> dictionary:4:11
  |
4 | ATTRIBUTE Qux 2 struct[4]
  |           ^^^ 4 octets
5 | MEMBER Quux octets
  |        ---- may have any size
"

a_union_has_a_key: "ATTRIBUTE Foo 1 struct\nMEMBER Bar byte\nMEMBER Baz union key=Bar\nATTRIBUTE Qux 2 struct\nMEMBER Quux union\n" => r"
error[D0605]: the member `Bar` is no key
 --> dictionary:3:22
  |
2 | MEMBER Bar byte
  |        --- has no such flag
3 | MEMBER Baz union key=Bar
  |                      ^^^ expected a member with the flag `key`

error[D0605]: the union `Quux` has no key
 --> dictionary:5:8
  |
5 | MEMBER Quux union
  |        ^^^^ expected the flag `key=` with the name of a member
"

a_struct_has_one_key: "ATTRIBUTE Foo 1 struct\nMEMBER Bar byte key\nMEMBER Baz byte key\n" => r"
error[D0605]: a struct has two keys
 --> dictionary:3:8
  |
2 | MEMBER Bar byte key
  |        --- a first one
3 | MEMBER Baz byte key
  |        ^^^ a second one
"

the_number_of_a_branch_is_a_value_of_the_key: "ATTRIBUTE Foo 1 struct\nMEMBER Bar byte key\nMEMBER Baz union key=Bar\nBEGIN Foo.Baz\nATTRIBUTE Qux 256 byte\nEND Foo.Baz\n" => r"
error[D0105]: number 256 is no value that the key can have
 --> dictionary:5:15
  |
2 | MEMBER Bar byte key
  |        --- the key
...
5 | ATTRIBUTE Qux 256 byte
  |               ^^^ expected 0 to 255
"

nothing_is_put_into_a_struct_by_its_number: "ATTRIBUTE Foo 173 struct\nATTRIBUTE Bar 173.1 integer\nVALUE Bar One 1\n" => r"
error[D0410]: attributes cannot stand inside `Foo`
 --> dictionary:2:15
  |
1 | ATTRIBUTE Foo 173 struct
  |           --- defined here, and not as `tlv`
2 | ATTRIBUTE Bar 173.1 integer
  |               ^^^ an attribute is put inside it
  |
  = help: what a struct is made of follows it with `MEMBER`
"

what_stands_in_a_tlv_is_named_by_its_path: "ATTRIBUTE Foo 1 tlv\nATTRIBUTE Bar .1 byte\nATTRIBUTE Baz .2 byte\nVALUE Bar One 1\nVALUE Bar Two 2\n" => r"
error[D0501]: unknown attribute `Bar`
 --> dictionary:4:7
  |
2 | ATTRIBUTE Bar .1 byte
  |           --- one of this name stands here
3 | ATTRIBUTE Baz .2 byte
4 | VALUE Bar One 1
  |       ^^^ no `ATTRIBUTE` line defines it; 1 more `VALUE` line names it
  |
  = help: did you mean `Foo.Bar`?
"

a_pattern_that_no_file_matches_is_an_error: "$INCLUDE dictionary.*\n$INCLUDE- local.*\n" => r"
error[D0001]: no dictionary file matches `dictionary.*`
 --> dictionary:1:10
  |
1 | $INCLUDE dictionary.*
  |          ^^^^^^^^^^^^ no such file
  |
  = help: `*`, `?` and `[...]` may stand in the name of the file, and not in those of folders
"
}
