## Pages

search-title = Buscar
search-lead = Todo en un solo lugar: personas, ofertas y demandas, espacios.
search-label = Busca en todo
search-hint = También: "palabras exactas", -sin, categoría:comida, por:Ana, cerca:salón~2km.
search-nothing = Todavía no hay resultados
search-sort = Primero
search-sort-best = Lo más parecido
search-sort-nearest = Lo más cercano
search-sort-newest = Lo más nuevo
search-understood = Hemos entendido
search-remove = Quitar
search-kinds = Qué
search-facet-of = Tipo
search-facet-category = Categoría
search-facet-tag = Etiquetas
search-pages = Páginas
search-previous = Atrás
search-total = { $count ->
    [one] Un resultado.
   *[other] { $count } resultados.
}
search-misspelt = Algunas palabras se han leído de forma algo distinta.
search-partly = Nada contiene todas tus palabras; a algunos resultados les falta una.
search-none = No hay resultados
search-none-hint = Prueba con menos palabras, escríbelas de otra manera o busca en una zona más amplia.
search-everything = Mostrar todo
search-unknown-category = No existe esa categoría, así que hemos buscado en todas.
search-unknown-near = Nada con ese nombre tiene un lugar en el mapa, así que hemos buscado en todas partes.
search-unknown-here = No sabemos dónde estás. Añade tu lugar a tu perfil o nombra otro: cerca:salón.
search-chip-category = Categoría: { $name }
search-chip-within = A menos de { $distance }
search-chip-near = A menos de { $distance } de { $name }
search-chip-by = De { $name }
search-chip-tag = Etiqueta: { $name }
search-metres = { $number } m
search-kilometres = { $number } km
search-about-kilometres = unos { $number } km

## Kinds

search-many-member = Personas
search-many-listing = Ofertas y demandas
search-many-resource = Espacios y cosas
search-many-category = Categorías
search-many-resource-category = Tipos de espacios
search-one-category = Categoría de anuncios
search-one-resource-category = Tipo de espacios
