## Faults

communities-slug-taken = Otra comunidad ya tiene este nombre corto.
communities-host-taken = Otra comunidad ya está en { $host }.
communities-founded = Esta comunidad ya está fundada.
communities-code = El código de una comunidad tiene cuatro caracteres, de la A a la Z y del 0 al 9.
communities-contacts-long = Los datos de contacto son demasiado largos. Acorta o quita alguno.
communities-extras-long = Los ajustes adicionales son demasiado largos.
communities-time-zone = No existe esa zona horaria. Elige una de la lista, por ejemplo Europe/Madrid.
communities-hue = Un tono es un número entero de 0 a { $max }.
communities-category-taken = Otra categoría ya tiene este código.
communities-categories-many = Hay { $max } categorías, el máximo que puede tener una comunidad.
communities-icon-long = El nombre del icono es demasiado largo.

## Puesta en marcha

communities-setup = Te damos la bienvenida a Ayni
communities-setup-lead = Tres pasos cortos y tu comunidad tiene casa. Todo se puede cambiar después, menos los decimales de la moneda.
communities-setup-code = Código de puesta en marcha
communities-setup-code-hint = El programa lo mostró al arrancar. Sirve una sola vez.
communities-setup-code-wrong = Este no es el código que mostró el programa. Cópialo de la ventana o del registro donde arrancaste Ayni.
communities-setup-community = Tu comunidad
communities-setup-currency = Su moneda
communities-setup-currency-hint = Con lo que los miembros se pagan entre sí. Más adelante puedes añadir otras monedas.
communities-setup-admin = Tú
communities-setup-admin-hint = Serás el primer miembro y llevarás la comunidad. Después puedes nombrar a más administradores.
communities-setup-admin-name = Tu nombre
communities-setup-found = Fundar la comunidad
communities-currency-kind = ¿Qué es?
communities-currency-mutual = Crédito mutuo
communities-currency-mutual-hint = Los miembros se dan crédito unos a otros; todos los saldos juntos suman cero.
communities-currency-time = Horas
communities-currency-time-hint = Un banco de tiempo: una hora es una hora, la dé quien la dé.
communities-currency-fiat = Dinero corriente
communities-currency-fiat-hint = Euros, pesos o dólares que los miembros han ingresado.
communities-currency-points = Puntos
communities-currency-points-hint = Los da la comunidad y se gastan dentro de ella.
communities-currency-name = Una se llama
communities-currency-name-example = bellota
communities-currency-plural = Varias se llaman
communities-currency-plural-example = bellotas
communities-currency-symbol = Signo
communities-currency-symbol-example = Be
communities-currency-symbol-hint = De uno a tres caracteres, escritos detrás de las cantidades.
communities-currency-scale = Decimales
communities-currency-scale-hint = 2 para cantidades como 12,50. No se puede cambiar después.
communities-currency-credit = ¿Hasta cuánto por debajo de cero puede llegar un miembro?
communities-currency-credit-hint = En el crédito mutuo alguien tiene que bajar de cero primero. Déjalo vacío para no poner límite; 0 lo prohíbe.

## Ajustes

communities-settings = Ajustes
communities-settings-lead = Cómo se ve tu comunidad, qué lenguas habla y cómo llegar a ella.
communities-settings-about = Sobre la comunidad
communities-settings-place = Lenguas y reloj
communities-settings-doors = Puertas abiertas
communities-name = Nombre de la comunidad
communities-description = ¿De qué trata?
communities-description-hint = Las visitas lo leen en la página pública. Lo mejor son dos o tres frases.
communities-kind = ¿Qué hacéis en común?
communities-kind-coworking = Compartir espacios
communities-kind-coworking-hint = Salas, mesas y máquinas que los miembros reservan.
communities-kind-exchange = Intercambiar
communities-kind-exchange-hint = Los miembros ofrecen, piden y se pagan en una moneda propia.
communities-kind-both = Las dos cosas
communities-kind-both-hint = Espacios compartidos y una moneda propia.
communities-colour = Color
communities-colour-hint = Lo toman los botones, los enlaces y la cabecera de tu página pública. Se lee bien en claro y en oscuro.
communities-colour-clay = Arcilla
communities-colour-amber = Ámbar
communities-colour-olive = Oliva
communities-colour-leaf = Hoja
communities-colour-lagoon = Laguna
communities-colour-sky = Cielo
communities-colour-violet = Violeta
communities-colour-rose = Rosa
communities-colour-own = El color que tienes ahora
communities-language = Lengua principal
communities-languages = Lenguas ofrecidas
communities-languages-hint = Los miembros eligen entre ellas; las visitas ven la que pide su navegador. La principal se ofrece siempre.
communities-time-zone-label = Zona horaria
communities-settings-reach = Cómo llegar a vosotros
communities-contacts = Contactos
communities-contacts-hint = Se ven en la página pública, y quien olvidó su contraseña sabe a quién preguntar. Vacía una línea para quitarla.
communities-location-hint = Vuestro lugar en el mapa, en grados, por ejemplo 40,4168 y −3,7038. Deja los dos vacíos si no quieres ninguno.
communities-on-map = Ver en el mapa
communities-joining = ¿Cómo se entra?
communities-joining-open = Cualquiera puede pedirlo; tú decides
communities-joining-invite = Solo con invitación
communities-access = ¿Quién puede leer la página pública?
communities-access-public = Todo el mundo
communities-access-group = Los miembros
communities-access-private = Solo quienes llevan la comunidad
communities-member-list = ¿Quién puede ver la lista de miembros?
communities-member-list-public = Todo el mundo; cada miembro decide qué se muestra de sí
communities-member-list-members = Solo los miembros
communities-terms = Lo que acuerdan los miembros
communities-terms-hint = Lo ve cada persona que se une, y se enlaza desde la página pública.
communities-terms-none = Aún no hay nada escrito
communities-terms-none-hint = Esta comunidad no ha escrito lo que acuerdan sus miembros.
communities-logo = Logotipo
communities-logo-now = El logotipo actual
communities-logo-choose = Elige una imagen
communities-logo-hint = JPEG, PNG, WebP o GIF, de 10 MB como máximo. Las cuadradas quedan mejor.
communities-logo-save = Usar este logotipo
communities-logo-remove = Quitar el logotipo

## Categorías

communities-categories = Categorías
communities-categories-lead = Ordenan lo que los miembros ofrecen, piden y pagan.
communities-categories-empty = Aún no hay categorías
communities-categories-empty-hint = Añade abajo unas pocas y amplias, como comida, arreglos y clases.
communities-category-new = Añade una categoría
communities-category-add = Añadir
communities-category-name = Nombre
communities-category-description = Qué va en ella
communities-category-access = Quién la ve
communities-category-code = Código
communities-category-code-hint = Para archivos y programas. Si lo dejas vacío sale del nombre; después no cambia.

## Lo que se hizo

communities-said-founded = Tu comunidad está fundada. ¡Te damos la bienvenida!
communities-said-settings = Los ajustes están guardados.
communities-said-logo = El logotipo ha cambiado.
communities-said-category = La categoría está guardada.
communities-category-unknown = No existe esa categoría.
communities-category-circle = Una categoría no puede estar dentro de sí misma ni de una de sus partes.
communities-category-deep = Las categorías se anidan como máximo en { $max } niveles.
communities-category-parent = Forma parte de
communities-category-alone = De ninguna: va por su cuenta
