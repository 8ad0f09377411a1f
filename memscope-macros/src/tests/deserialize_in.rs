//! `#[derive(DeserializeIn)]`: every form as a snapshot, the rules for names, every mistake as a message.

use super::derive::{expands, mistake};
use super::tokens;
use crate::derive::{self, DESERIALIZE_IN};
use expect_test::expect;

#[test]
fn deserialize_in() {
    expands(
        DESERIALIZE_IN,
        "#[serde(rename_all = \"camelCase\")] struct Shape<'src, 'mcx, T: Clone> where T: PartialEq { #[serde(alias = \"title\")] full_name: &'mcx str, #[serde(default)] parts: &'mcx [T], #[serde(skip)] cache: Option<T>, #[deserialize_in(serde)] text: &'src str, #[serde(with = \"hex\", default = \"white\")] color: u32 }",
        expect![[r##"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'src, 'mcx, T: Clone> ::memscope::DeserializeIn<'de, 'mcx>
            for Shape<'src, 'mcx, T>
            where
                T: PartialEq,
                T: ::memscope::DeserializeIn<'de, 'mcx>,
                &'mcx [T]: ::core::default::Default,
                Option<T>: ::core::default::Default,
                'de: 'src,
            {
                #[inline]
                fn deserialize_in<D: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    ::memscope::__private::de::Deserializer::deserialize_struct(
                        from,
                        "Shape",
                        <Self as ::memscope::__private::de::Parts<'_, '_, 0>>::FIELDS,
                        ::memscope::__private::de::Of::<Self, 0>::new(dest),
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'src, 'mcx, T: Clone> ::memscope::__private::de::ReadField<'de, 'mcx, 0usize>
            for Shape<'src, 'mcx, T>
            where
                T: PartialEq,
                T: ::memscope::DeserializeIn<'de, 'mcx>,
                &'mcx [T]: ::core::default::Default,
                Option<T>: ::core::default::Default,
                'de: 'src,
            {
                type Value = &'mcx str;
                #[inline]
                fn read<D: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    from: ::memscope::__private::de::Input<D>,
                ) -> ::core::result::Result<&'mcx str, D::Error> {
                    match from {
                        ::memscope::__private::de::Input::Present(value) => {
                            <&'mcx str as ::memscope::DeserializeIn<
                                'de,
                                'mcx,
                            >>::deserialize_in(dest, value)
                        }
                        ::memscope::__private::de::Input::Missing(value) => {
                            ::memscope::__private::de::missing::<&'mcx str, D::Error>(value)
                        }
                    }
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'src, 'mcx, T: Clone> ::memscope::__private::de::ReadField<'de, 'mcx, 1usize>
            for Shape<'src, 'mcx, T>
            where
                T: PartialEq,
                T: ::memscope::DeserializeIn<'de, 'mcx>,
                &'mcx [T]: ::core::default::Default,
                Option<T>: ::core::default::Default,
                'de: 'src,
            {
                type Value = &'mcx [T];
                #[inline]
                fn read<D: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    from: ::memscope::__private::de::Input<D>,
                ) -> ::core::result::Result<&'mcx [T], D::Error> {
                    ::memscope::__private::de::or(
                        from,
                        || ::core::default::Default::default(),
                        |from| match from {
                            ::memscope::__private::de::Input::Present(value) => {
                                <&'mcx [T] as ::memscope::DeserializeIn<
                                    'de,
                                    'mcx,
                                >>::deserialize_in(dest, value)
                            }
                            ::memscope::__private::de::Input::Missing(value) => {
                                ::memscope::__private::de::missing::<&'mcx [T], D::Error>(value)
                            }
                        },
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'src, 'mcx, T: Clone> ::memscope::__private::de::ReadField<'de, 'mcx, 3usize>
            for Shape<'src, 'mcx, T>
            where
                T: PartialEq,
                T: ::memscope::DeserializeIn<'de, 'mcx>,
                &'mcx [T]: ::core::default::Default,
                Option<T>: ::core::default::Default,
                'de: 'src,
            {
                type Value = &'src str;
                #[inline]
                fn read<D: ::memscope::__private::de::Deserializer<'de>>(
                    _: ::memscope::de::Dest<'de, 'mcx>,
                    from: ::memscope::__private::de::Input<D>,
                ) -> ::core::result::Result<&'src str, D::Error> {
                    ::memscope::__private::de::with(
                        from,
                        |value| <&'src str as ::memscope::__private::de::Deserialize<
                            'de,
                        >>::deserialize(value),
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'src, 'mcx, T: Clone> ::memscope::__private::de::ReadField<'de, 'mcx, 4usize>
            for Shape<'src, 'mcx, T>
            where
                T: PartialEq,
                T: ::memscope::DeserializeIn<'de, 'mcx>,
                &'mcx [T]: ::core::default::Default,
                Option<T>: ::core::default::Default,
                'de: 'src,
            {
                type Value = u32;
                #[inline]
                fn read<D: ::memscope::__private::de::Deserializer<'de>>(
                    _: ::memscope::de::Dest<'de, 'mcx>,
                    from: ::memscope::__private::de::Input<D>,
                ) -> ::core::result::Result<u32, D::Error> {
                    ::memscope::__private::de::or(
                        from,
                        || white(),
                        |from| ::memscope::__private::de::with(from, |value| hex::deserialize(value)),
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'src, 'mcx, T: Clone> ::memscope::__private::de::Parts<'de, 'mcx, 0usize>
            for Shape<'src, 'mcx, T>
            where
                T: PartialEq,
                T: ::memscope::DeserializeIn<'de, 'mcx>,
                &'mcx [T]: ::core::default::Default,
                Option<T>: ::core::default::Default,
                'de: 'src,
            {
                const EXPECTED: &'static str = "struct Shape";
                const FIELDS: &'static [&'static str] = &["fullName", "parts", "text", "color"];
                fn from_seq<D: ::memscope::__private::de::SeqAccess<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    mut from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let field_0 = match ::memscope::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        ::memscope::__private::de::Of::<Self, 0usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(
                                ::memscope::__private::de::Error::invalid_length(
                                    0usize,
                                    &"struct Shape with 4 elements",
                                ),
                            );
                        }
                    };
                    let field_1 = match ::memscope::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        ::memscope::__private::de::Of::<Self, 1usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => ::core::default::Default::default(),
                    };
                    let field_3 = match ::memscope::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        ::memscope::__private::de::Of::<Self, 3usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(
                                ::memscope::__private::de::Error::invalid_length(
                                    2usize,
                                    &"struct Shape with 4 elements",
                                ),
                            );
                        }
                    };
                    let field_4 = match ::memscope::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        ::memscope::__private::de::Of::<Self, 4usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => white(),
                    };
                    ::core::result::Result::Ok(Self {
                        full_name: field_0,
                        parts: field_1,
                        cache: ::core::default::Default::default(),
                        text: field_3,
                        color: field_4,
                    })
                }
                fn from_map<D: ::memscope::__private::de::MapAccess<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    mut from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let mut field_0: ::core::option::Option<&'mcx str> = ::core::option::Option::None;
                    let mut field_1: ::core::option::Option<&'mcx [T]> = ::core::option::Option::None;
                    let mut field_3: ::core::option::Option<&'src str> = ::core::option::Option::None;
                    let mut field_4: ::core::option::Option<u32> = ::core::option::Option::None;
                    while let ::core::option::Option::Some(place) = ::memscope::__private::de::MapAccess::next_key_seed(
                        &mut from,
                        ::memscope::__private::de::Name {
                            find: |name: &str| match name {
                                "fullName" | "title" => ::core::option::Option::Some(0usize),
                                "parts" => ::core::option::Option::Some(1usize),
                                "text" => ::core::option::Option::Some(2usize),
                                "color" => ::core::option::Option::Some(3usize),
                                _ => ::core::option::Option::None,
                            },
                            among: <Self as ::memscope::__private::de::Parts<
                                '_,
                                '_,
                                0usize,
                            >>::FIELDS,
                            unknown: ::memscope::__private::de::Unknown::Ignored,
                        },
                    )? {
                        match place {
                            ::core::option::Option::Some(0usize) => {
                                if ::core::option::Option::is_some(&field_0) {
                                    return ::core::result::Result::Err(
                                        ::memscope::__private::de::Error::duplicate_field("fullName"),
                                    );
                                }
                                field_0 = ::core::option::Option::Some(
                                    ::memscope::__private::de::MapAccess::next_value_seed(
                                        &mut from,
                                        ::memscope::__private::de::Of::<Self, 0usize>::new(dest),
                                    )?,
                                );
                            }
                            ::core::option::Option::Some(1usize) => {
                                if ::core::option::Option::is_some(&field_1) {
                                    return ::core::result::Result::Err(
                                        ::memscope::__private::de::Error::duplicate_field("parts"),
                                    );
                                }
                                field_1 = ::core::option::Option::Some(
                                    ::memscope::__private::de::MapAccess::next_value_seed(
                                        &mut from,
                                        ::memscope::__private::de::Of::<Self, 1usize>::new(dest),
                                    )?,
                                );
                            }
                            ::core::option::Option::Some(2usize) => {
                                if ::core::option::Option::is_some(&field_3) {
                                    return ::core::result::Result::Err(
                                        ::memscope::__private::de::Error::duplicate_field("text"),
                                    );
                                }
                                field_3 = ::core::option::Option::Some(
                                    ::memscope::__private::de::MapAccess::next_value_seed(
                                        &mut from,
                                        ::memscope::__private::de::Of::<Self, 3usize>::new(dest),
                                    )?,
                                );
                            }
                            ::core::option::Option::Some(3usize) => {
                                if ::core::option::Option::is_some(&field_4) {
                                    return ::core::result::Result::Err(
                                        ::memscope::__private::de::Error::duplicate_field("color"),
                                    );
                                }
                                field_4 = ::core::option::Option::Some(
                                    ::memscope::__private::de::MapAccess::next_value_seed(
                                        &mut from,
                                        ::memscope::__private::de::Of::<Self, 4usize>::new(dest),
                                    )?,
                                );
                            }
                            _ => {
                                ::memscope::__private::de::MapAccess::next_value::<
                                    ::memscope::__private::de::IgnoredAny,
                                >(&mut from)?;
                            }
                        }
                    }
                    ::core::result::Result::Ok(Self {
                        full_name: match field_0 {
                            ::core::option::Option::Some(place) => place,
                            ::core::option::Option::None => {
                                ::memscope::__private::de::Of::<Self, 0usize>::new(dest)
                                    .missing::<D::Error>("fullName")?
                            }
                        },
                        parts: match field_1 {
                            ::core::option::Option::Some(place) => place,
                            ::core::option::Option::None => ::core::default::Default::default(),
                        },
                        cache: ::core::default::Default::default(),
                        text: match field_3 {
                            ::core::option::Option::Some(place) => place,
                            ::core::option::Option::None => {
                                ::memscope::__private::de::Of::<Self, 3usize>::new(dest)
                                    .missing::<D::Error>("text")?
                            }
                        },
                        color: match field_4 {
                            ::core::option::Option::Some(place) => place,
                            ::core::option::Option::None => white(),
                        },
                    })
                }
            }
        "##]],
    );
    expands(
        DESERIALIZE_IN,
        "struct Meters(f64);",
        expect![[r##"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> ::memscope::DeserializeIn<'de, 'mcx> for Meters {
                #[inline]
                fn deserialize_in<D: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    ::memscope::__private::de::Deserializer::deserialize_newtype_struct(
                        from,
                        "Meters",
                        ::memscope::__private::de::Newtype::<Self, 0, _> {
                            dest: dest,
                            expected: "tuple struct Meters",
                            make: |value| Self(value),
                            of: ::core::marker::PhantomData,
                        },
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> ::memscope::__private::de::ReadField<'de, 'mcx, 0usize> for Meters {
                type Value = f64;
                #[inline]
                fn read<D: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'mcx>,
                    from: ::memscope::__private::de::Input<D>,
                ) -> ::core::result::Result<f64, D::Error> {
                    match from {
                        ::memscope::__private::de::Input::Present(value) => {
                            <f64 as ::memscope::DeserializeIn<
                                'de,
                                'mcx,
                            >>::deserialize_in(dest, value)
                        }
                        ::memscope::__private::de::Input::Missing(value) => {
                            ::memscope::__private::de::missing::<f64, D::Error>(value)
                        }
                    }
                }
            }
        "##]],
    );
    expands(
        DESERIALIZE_IN,
        "#[serde(transparent, rename = \"x\")] struct Clear<'a, D> { inner: &'a D }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'a, D> ::memscope::DeserializeIn<'de, 'a> for Clear<'a, D>
            where
                D: ::memscope::DeserializeIn<'de, 'a>,
            {
                #[inline]
                fn deserialize_in<D_: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'a>,
                    from: D_,
                ) -> ::core::result::Result<Self, D_::Error> {
                    <Self as ::memscope::__private::de::ReadField<
                        '_,
                        '_,
                        0usize,
                    >>::read(dest, ::memscope::__private::de::Input::<D_>::Present(from))
                        .map(|value| Self { inner: value })
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'a, D> ::memscope::__private::de::ReadField<'de, 'a, 0usize> for Clear<'a, D>
            where
                D: ::memscope::DeserializeIn<'de, 'a>,
            {
                type Value = &'a D;
                #[inline]
                fn read<D_: ::memscope::__private::de::Deserializer<'de>>(
                    dest: ::memscope::de::Dest<'de, 'a>,
                    from: ::memscope::__private::de::Input<D_>,
                ) -> ::core::result::Result<&'a D, D_::Error> {
                    match from {
                        ::memscope::__private::de::Input::Present(value) => {
                            <&'a D as ::memscope::DeserializeIn<
                                'de,
                                'a,
                            >>::deserialize_in(dest, value)
                        }
                        ::memscope::__private::de::Input::Missing(value) => {
                            ::memscope::__private::de::missing::<&'a D, D_::Error>(value)
                        }
                    }
                }
            }
        "#]],
    );
    expands(
        DESERIALIZE_IN,
        "#[memscope(crate = renamed)] #[serde(rename_all = \"snake_case\", deny_unknown_fields)] enum Shape<'mcx> { Nothing, #[serde(alias = \"c\")] FullCircle(f64), Pair(&'mcx str, #[deserialize_in(with = read)] u8), Line { from: u8 } }",
        expect![[r##"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::DeserializeIn<'de, 'mcx> for Shape<'mcx> {
                #[inline]
                fn deserialize_in<D: renamed::__private::de::Deserializer<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    renamed::__private::de::Deserializer::deserialize_enum(
                        from,
                        "Shape",
                        <Self as renamed::__private::de::Variants<'_, '_>>::VARIANTS,
                        renamed::__private::de::Any::<Self>::new(dest),
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::ReadField<'de, 'mcx, 0usize> for Shape<'mcx> {
                type Value = f64;
                #[inline]
                fn read<D: renamed::__private::de::Deserializer<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    from: renamed::__private::de::Input<D>,
                ) -> ::core::result::Result<f64, D::Error> {
                    match from {
                        renamed::__private::de::Input::Present(value) => {
                            <f64 as renamed::DeserializeIn<'de, 'mcx>>::deserialize_in(dest, value)
                        }
                        renamed::__private::de::Input::Missing(value) => {
                            renamed::__private::de::missing::<f64, D::Error>(value)
                        }
                    }
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::ReadField<'de, 'mcx, 1usize> for Shape<'mcx> {
                type Value = &'mcx str;
                #[inline]
                fn read<D: renamed::__private::de::Deserializer<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    from: renamed::__private::de::Input<D>,
                ) -> ::core::result::Result<&'mcx str, D::Error> {
                    match from {
                        renamed::__private::de::Input::Present(value) => {
                            <&'mcx str as renamed::DeserializeIn<
                                'de,
                                'mcx,
                            >>::deserialize_in(dest, value)
                        }
                        renamed::__private::de::Input::Missing(value) => {
                            renamed::__private::de::missing::<&'mcx str, D::Error>(value)
                        }
                    }
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::ReadField<'de, 'mcx, 2usize> for Shape<'mcx> {
                type Value = u8;
                #[inline]
                fn read<D: renamed::__private::de::Deserializer<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    from: renamed::__private::de::Input<D>,
                ) -> ::core::result::Result<u8, D::Error> {
                    renamed::__private::de::with(from, |value| read(dest, value))
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::ReadField<'de, 'mcx, 3usize> for Shape<'mcx> {
                type Value = u8;
                #[inline]
                fn read<D: renamed::__private::de::Deserializer<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    from: renamed::__private::de::Input<D>,
                ) -> ::core::result::Result<u8, D::Error> {
                    match from {
                        renamed::__private::de::Input::Present(value) => {
                            <u8 as renamed::DeserializeIn<'de, 'mcx>>::deserialize_in(dest, value)
                        }
                        renamed::__private::de::Input::Missing(value) => {
                            renamed::__private::de::missing::<u8, D::Error>(value)
                        }
                    }
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::Parts<'de, 'mcx, 2usize> for Shape<'mcx> {
                const EXPECTED: &'static str = "variant Shape::Pair";
                const FIELDS: &'static [&'static str] = &[];
                fn from_seq<D: renamed::__private::de::SeqAccess<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    mut from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let field_0 = match renamed::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        renamed::__private::de::Of::<Self, 1usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(
                                renamed::__private::de::Error::invalid_length(
                                    0usize,
                                    &"variant Shape::Pair with 2 elements",
                                ),
                            );
                        }
                    };
                    let field_1 = match renamed::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        renamed::__private::de::Of::<Self, 2usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(
                                renamed::__private::de::Error::invalid_length(
                                    1usize,
                                    &"variant Shape::Pair with 2 elements",
                                ),
                            );
                        }
                    };
                    ::core::result::Result::Ok(Self::Pair {
                        0: field_0,
                        1: field_1,
                    })
                }
                fn from_map<D: renamed::__private::de::MapAccess<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    mut from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let _ = (dest, &mut from);
                    ::core::result::Result::Err(
                        renamed::__private::de::not_a_map("variant Shape::Pair"),
                    )
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::Parts<'de, 'mcx, 3usize> for Shape<'mcx> {
                const EXPECTED: &'static str = "variant Shape::Line";
                const FIELDS: &'static [&'static str] = &["from"];
                fn from_seq<D: renamed::__private::de::SeqAccess<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    mut from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let field_0 = match renamed::__private::de::SeqAccess::next_element_seed(
                        &mut from,
                        renamed::__private::de::Of::<Self, 3usize>::new(dest),
                    )? {
                        ::core::option::Option::Some(place) => place,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(
                                renamed::__private::de::Error::invalid_length(
                                    0usize,
                                    &"variant Shape::Line with 1 element",
                                ),
                            );
                        }
                    };
                    ::core::result::Result::Ok(Self::Line { from: field_0 })
                }
                fn from_map<D: renamed::__private::de::MapAccess<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    mut from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let mut field_0: ::core::option::Option<u8> = ::core::option::Option::None;
                    while let ::core::option::Option::Some(place) = renamed::__private::de::MapAccess::next_key_seed(
                        &mut from,
                        renamed::__private::de::Name {
                            find: |name: &str| match name {
                                "from" => ::core::option::Option::Some(0usize),
                                _ => ::core::option::Option::None,
                            },
                            among: <Self as renamed::__private::de::Parts<'_, '_, 3usize>>::FIELDS,
                            unknown: renamed::__private::de::Unknown::Field,
                        },
                    )? {
                        match place {
                            ::core::option::Option::Some(0usize) => {
                                if ::core::option::Option::is_some(&field_0) {
                                    return ::core::result::Result::Err(
                                        renamed::__private::de::Error::duplicate_field("from"),
                                    );
                                }
                                field_0 = ::core::option::Option::Some(
                                    renamed::__private::de::MapAccess::next_value_seed(
                                        &mut from,
                                        renamed::__private::de::Of::<Self, 3usize>::new(dest),
                                    )?,
                                );
                            }
                            _ => {
                                renamed::__private::de::MapAccess::next_value::<
                                    renamed::__private::de::IgnoredAny,
                                >(&mut from)?;
                            }
                        }
                    }
                    ::core::result::Result::Ok(Self::Line {
                        from: match field_0 {
                            ::core::option::Option::Some(place) => place,
                            ::core::option::Option::None => {
                                renamed::__private::de::Of::<Self, 3usize>::new(dest)
                                    .missing::<D::Error>("from")?
                            }
                        },
                    })
                }
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'de, 'mcx> renamed::__private::de::Variants<'de, 'mcx> for Shape<'mcx> {
                const EXPECTED: &'static str = "enum Shape";
                const VARIANTS: &'static [&'static str] = &[
                    "nothing",
                    "full_circle",
                    "pair",
                    "line",
                ];
                fn from_enum<D: renamed::__private::de::EnumAccess<'de>>(
                    dest: renamed::de::Dest<'de, 'mcx>,
                    from: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let _ = dest;
                    let (place, from) = renamed::__private::de::EnumAccess::variant_seed(
                        from,
                        renamed::__private::de::Name {
                            find: |name: &str| match name {
                                "nothing" => ::core::option::Option::Some(0usize),
                                "full_circle" | "c" => ::core::option::Option::Some(1usize),
                                "pair" => ::core::option::Option::Some(2usize),
                                "line" => ::core::option::Option::Some(3usize),
                                _ => ::core::option::Option::None,
                            },
                            among: <Self as renamed::__private::de::Variants<'_, '_>>::VARIANTS,
                            unknown: renamed::__private::de::Unknown::Variant,
                        },
                    )?;
                    match place {
                        ::core::option::Option::Some(0usize) => {
                            renamed::__private::de::VariantAccess::unit_variant(from)
                                .map(|()| Self::Nothing)
                        }
                        ::core::option::Option::Some(1usize) => {
                            renamed::__private::de::VariantAccess::newtype_variant_seed(
                                    from,
                                    renamed::__private::de::Of::<Self, 0usize>::new(dest),
                                )
                                .map(|value| Self::FullCircle(value))
                        }
                        ::core::option::Option::Some(2usize) => {
                            renamed::__private::de::VariantAccess::tuple_variant(
                                from,
                                2usize,
                                renamed::__private::de::Of::<Self, 2usize>::new(dest),
                            )
                        }
                        ::core::option::Option::Some(3usize) => {
                            renamed::__private::de::VariantAccess::struct_variant(
                                from,
                                <Self as renamed::__private::de::Parts<'_, '_, 3usize>>::FIELDS,
                                renamed::__private::de::Of::<Self, 3usize>::new(dest),
                            )
                        }
                        _ => {
                            let _ = from;
                            ::core::unreachable!()
                        }
                    }
                }
            }
        "##]],
    );
}

#[test]
fn deserialize_in_names() {
    let named = |rule: &str| {
        let item = format!(
            "#[serde(rename_all = \"{rule}\", rename_all_fields = \"{rule}\")] enum E {{ TwoWords {{ two_words: u8 }} }}"
        );
        let expansion = derive::expand(tokens(&item), DESERIALIZE_IN).to_string();
        let list = |name: &str| {
            let list = expansion.split(&format!("const {name}")).nth(1).unwrap().split("& [\"").nth(1).unwrap();
            list.split('"').next().unwrap().to_owned()
        };
        format!("{} {}", list("VARIANTS"), list("FIELDS"))
    };
    assert_eq!(named("lowercase"), "twowords two_words");
    assert_eq!(named("UPPERCASE"), "TWOWORDS TWO_WORDS");
    assert_eq!(named("PascalCase"), "TwoWords TwoWords");
    assert_eq!(named("camelCase"), "twoWords twoWords");
    assert_eq!(named("snake_case"), "two_words two_words");
    assert_eq!(named("SCREAMING_SNAKE_CASE"), "TWO_WORDS TWO_WORDS");
    assert_eq!(named("kebab-case"), "two-words two-words");
    assert_eq!(named("SCREAMING-KEBAB-CASE"), "TWO-WORDS TWO-WORDS");
}

#[test]
fn deserialize_in_mistakes() {
    mistake(
        DESERIALIZE_IN,
        "union U { a: u8 }",
        expect!["which field of a union is alive, nobody knows; make it an `enum`"],
    );
    mistake(
        DESERIALIZE_IN,
        "struct S { #[serde(flatten)] a: u8 }",
        expect![[
            r#"`flatten` would have to hold a value in memory before its type is known; `DeserializeIn` reads enums as `Variant` or `{"Variant": …}`, and each field by its name"#
        ]],
    );
    mistake(
        DESERIALIZE_IN,
        "#[serde(untagged)] enum E { A(u8) }",
        expect![[
            r#"`untagged` would have to hold a value in memory before its type is known; `DeserializeIn` reads enums as `Variant` or `{"Variant": …}`, and each field by its name"#
        ]],
    );
    mistake(
        DESERIALIZE_IN,
        "#[serde(from = \"u8\")] struct S(u8);",
        expect!["`from` is no option of `DeserializeIn` here"],
    );
    mistake(DESERIALIZE_IN, "enum E { #[serde(other)] A }", expect!["`other` is no option of `DeserializeIn` here"]);
    mistake(DESERIALIZE_IN, "enum E { #[deserialize_in(serde)] A }", expect!["`#[deserialize_in(…)]` is for fields"]);
    mistake(
        DESERIALIZE_IN,
        "#[serde(default)] enum E { A }",
        expect!["`default` is for structs and fields: which variant would it be?"],
    );
    mistake(
        DESERIALIZE_IN,
        "#[serde(transparent)] struct S { a: u8, b: u8 }",
        expect!["`transparent` is for a struct of which one field is read"],
    );
    mistake(
        DESERIALIZE_IN,
        "#[serde(rename_all = \"Camel\")] struct S { a: u8 }",
        expect![
            "`Camel` is no rule for names; there are `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`"
        ],
    );
    mistake(
        DESERIALIZE_IN,
        "struct S { #[serde(rename(both = \"x\"))] a: u8 }",
        expect!["expected `serialize` or `deserialize`"],
    );
    mistake(
        DESERIALIZE_IN,
        "struct S { #[serde(rename)] a: u8 }",
        expect!["unexpected end of input, expected parentheses"],
    );
    mistake(
        DESERIALIZE_IN,
        "struct S { #[serde(rename = \"b\")] a: u8, b: u8 }",
        expect!["`b` is the name of another one, too"],
    );
    mistake(DESERIALIZE_IN, "enum E { A, #[serde(alias = \"A\")] B }", expect!["`A` is the name of another one, too"]);
    mistake(
        DESERIALIZE_IN,
        "struct S<'mcx, 'src> { a: &'src str, b: &'mcx str }",
        expect![
            "what is read lives in the scope, but this must live for `'src`; with `#[deserialize_in(serde)]` the field borrows from the input"
        ],
    );
    mistake(
        DESERIALIZE_IN,
        "struct S { #[deserialize_in(copy)] a: u8 }",
        expect!["the options of a field are `serde` and `with = path`"],
    );
    mistake(
        DESERIALIZE_IN,
        "struct S { #[serde(\"x\")] a: u8 }",
        expect!["unexpected literal in nested attribute, expected ident"],
    );
    mistake(
        DESERIALIZE_IN,
        "#[serde(bound = \"\", crate = \"x\", expecting = \"y\", rename(serialize = \"z\"))] struct S { #[serde(borrow, skip_serializing_if = \"f\", serialize_with = \"g\", getter = \"h\")] a: u8, #[serde(borrow(deserialize = \"'a\"))] b: u8 }",
        expect![""],
    );
}
